import { refusedMembers, refusedSourceNames } from '../../src/core/profiles/sharedRefusals';

type Json = Readonly<Record<string, unknown>>;

/** The end of a pattern that an environment variable passes, too. */
const orVariable = '|\\$\\{env:[^{}]+\\}';
const isRefused = (member: string) => member === 'clientSecret' || refusedMembers.includes(member);

/**
 * The schema of `valetKey.workspaceProfiles`, made from that of `valetKey.profiles`: the same, without what is refused
 * there. VS Code lets one setting's schema not point into another's, so it stands in the manifest twice.
 */
export function sharedSchemaOf(own: Json): Json {
  const { type, defaultSnippets, propertyNames, additionalProperties } = own;
  const profile = additionalProperties as Json;
  const all = profile.allOf as readonly Json[];
  return {
    type,
    scope: 'resource',
    default: {},
    markdownDescription: '%setting.workspaceProfiles%',
    defaultSnippets: (defaultSnippets as readonly Json[]).filter((snippet) => {
      return Object.values(snippet.body as Json).every(isAllowed);
    }),
    propertyNames,
    additionalProperties: {
      ...profile,
      defaultSnippets: (profile.defaultSnippets as readonly Json[]).filter(({ body }) => isAllowed(body)),
      properties: Object.fromEntries(
        Object.entries(profile.properties as Json)
          .filter(([member]) => !isRefused(member))
          .map(([member, schema]) => [
            member,
            withoutVariables(member === 'grantType' ? withoutSources(schema as Json) : schema),
          ]),
      ),
      allOf: all
        .map((rule) => JSON.parse(JSON.stringify(rule)) as Json)
        .filter(
          (rule) =>
            !refusedSourceNames.some((source) => JSON.stringify(rule).includes(`"const":"${source}"`)),
        ),
    },
  };
}

function isAllowed(body: unknown): boolean {
  const members = body as Json;
  return !Object.keys(members).some(isRefused) && !refusedSourceNames.includes(members.grantType as string);
}

function withoutSources({ enum: values, markdownEnumDescriptions: words, ...schema }: Json): Json {
  const kept = (_: unknown, index: number) => !refusedSourceNames.includes((values as string[])[index] ?? '');
  const inOrder = {
    enum: (values as string[]).filter(kept),
    markdownEnumDescriptions: (words as string[]).filter(kept),
  };
  const { type, ...rest } = schema;
  return { type, ...inOrder, ...rest };
}

function withoutVariables(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutVariables);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'pattern' && typeof inner === 'string'
        ? inner.replace(orVariable, '')
        : withoutVariables(inner),
    ]),
  );
}

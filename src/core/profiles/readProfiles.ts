import * as v from 'valibot';
import { credentialMeaning } from './credentialMeaning';
import { defaultAuthMethod, draftOf } from './draft';
import { grantMeaning } from './grantMeaning';
import { isMembers, type Members } from './memberChecks';
import { isClientSecret, unknownMember } from './memberNames';
import { mistake, type Mistake } from './mistake';
import { isOtherSource } from './otherSources';
import type { Profile, ProfileProblem } from './profile';
import type { SharedPlace, WorkspaceSource } from './profileSource';
import { ProfileLinks } from './profileLinks';
import { profileMembers, profileSchema, type WrittenProfile } from './profileSchema';
import { CLIENT_SECRET, clientSecretMeaning } from './clientSecretMember';
import { serverMeaning } from './serverMeaning';
import { sharedMistakes } from './sharedRefusals';
import { sourceMistakes } from './sourceMeaning';
import { resolveVariables, type Environment } from './variables';
import { ProfileVariants, variantMistakes } from './variants';

export interface ProfilesRead {
  /** Every profile, with mistakes or without, in the order of the settings. */
  readonly names: readonly string[];
  /** The profiles without a mistake, in the order of the settings. */
  readonly profiles: readonly Profile[];
  /** Every mistake of every other profile. */
  readonly problems: readonly ProfileProblem[];
  /** Where those are written that a workspace shares, with mistakes or without, by their names; absent: there are none. */
  readonly shared?: ReadonlyMap<string, WorkspaceSource>;
  /** The names of those among them that no person has approved; absent: there are none. */
  readonly unapproved?: ReadonlySet<string>;
}

/** Which profiles there are, and whose: what they are called, and what each is among the others, depends on all. */
export type ProfilesAround = Pick<ProfilesRead, 'names' | 'profiles' | 'shared' | 'unapproved'>;

/** How a setting is read. */
export interface Reading {
  /** What the variables in the person's own profiles stand for; absent: none is set. */
  readonly environment?: Environment;
  /** Where a workspace shares it; absent: it is the person's own. */
  readonly place?: SharedPlace;
  /** What a profile is called that is written under this name; absent: the same. */
  readonly nameOf?: (written: string) => string;
}

const MAX_NAME = 100;

/**
 * Reads the raw value of `valetKey.profiles`, or of `valetKey.workspaceProfiles`, which can be anything that JSON can be. A profile with one mistake or
 * more is left out of `profiles`; a mistake of the setting as a whole has the profile name ''. No text holds a
 * member's value, since it may be a secret in the wrong place. Never throws.
 */
export function readProfiles(value: unknown, reading: Reading = {}): ProfilesRead {
  if (value === undefined || value === null) return { names: [], profiles: [], problems: [] };
  const { place, nameOf = (written: string) => written } = reading;
  if (!isMembers(value)) {
    const setting = place === undefined ? 'valetKey.profiles' : 'valetKey.workspaceProfiles';
    const message = `${setting} must be an object: { "name of the profile": { … } }.`;
    const profile = nameOf('');
    return { names: [profile], profiles: [], problems: [{ profile, ...mistake(undefined, message) }] };
  }
  const links = new ProfileLinks(value);
  const variants = new ProfileVariants(value);
  const profiles: Profile[] = [];
  const problems: ProfileProblem[] = [];
  for (const [written, members] of Object.entries(value)) {
    const name = nameOf(written);
    const read = readProfile(written, members, [links, variants], reading);
    if (Array.isArray(read)) problems.push(...read.map((found) => ({ profile: name, ...found })));
    else
      profiles.push({
        ...read,
        name,
        ...(place && { source: { ...place, kind: 'workspace', name: written } }),
      });
  }
  return { names: Object.keys(value).map(nameOf), profiles, problems };
}

/** Finds what is wrong with a profile among the others. */
type AmongOthers = Pick<ProfileLinks | ProfileVariants, 'mistakesOf'>;

function readProfile(
  name: string,
  value: unknown,
  others: readonly AmongOthers[],
  { environment = () => undefined, place }: Reading,
): Profile | Mistake[] {
  const isShared = place !== undefined;
  const wrongName = nameMistake(name, isShared);
  const mistakes = wrongName === undefined ? [] : [mistake(undefined, wrongName)];
  if (!isMembers(value)) {
    const message = 'A profile must be an object: { "issuer": "https://…", "clientId": "…" }.';
    return [...mistakes, mistake(undefined, message)];
  }
  // Without a prototype, so that no member is believed that the profile does not itself have.
  const raw: Members = Object.assign(Object.create(null) as object, value);
  const refused = isShared ? sharedMistakes(raw) : [];
  // Of a workspace's, nothing is resolved: each stands for itself, and is refused.
  const resolved = resolveVariables(raw, isShared ? (variable) => `\${env:${variable}}` : environment);
  const { members } = resolved;
  const secret = isShared ? {} : clientSecretMeaning(raw, environment);
  const schema = profileSchema({
    // Where it is written in a workspace, that is said already.
    allowHttp: members.allowHttp === true || (isShared && 'refused'),
    hasClient: !isOtherSource(members.grantType),
  });
  const shape = v.safeParse(schema, members);
  const ofVariables = [...refused, ...resolved.mistakes];
  const misshapen = (shape.issues ?? []).map((issue) => mistake(String(issue.path?.[0].key), issue.message));
  mistakes.push(
    ...ofVariables,
    // A text whose variable is missing is wrong for that reason alone.
    ...misshapen.filter(({ member }) => !ofVariables.some((known) => known.member === member)),
    ...foreignMembers(members, isShared, secret.variable !== undefined),
    ...(secret.mistakes ?? []),
    ...meaningMistakes(members, [...misshapen, ...ofVariables]),
    ...others.flatMap((rule) => rule.mistakesOf(name)),
  );
  if (!shape.success || mistakes.length > 0) return mistakes;
  const hasVariables = !isShared && Object.keys(resolved.written).length > 0;
  return {
    ...profileOf(name, shape.output),
    ...(secret.variable !== undefined && { clientSecretVariable: secret.variable }),
    ...(hasVariables && { written: { ...resolved.written } }),
  };
}

function profileOf(
  name: string,
  { grantType = 'authorization_code', resource, ...rest }: WrittenProfile,
): Profile {
  return {
    scopeSeparator: ' ',
    codeChallengeMethod: 'S256',
    codeVerifier: 'generate',
    requirePushedAuthorizationRequests: false,
    dpopBoundAccessTokens: false,
    allowHttp: false,
    strict: false,
    tokenEndpointAuthMethod: defaultAuthMethod(grantType),
    ...rest,
    ...(resource !== undefined && { resource: typeof resource === 'string' ? [resource] : resource }),
    name,
    source: 'user',
    grantType,
  };
}

function nameMistake(name: string, isShared: boolean): string | undefined {
  if (name.trim() === '') return 'A profile needs a name.';
  if (name !== name.trim()) return 'The name of a profile must not begin or end with a space.';
  if (/\p{Cc}/u.test(name)) return 'The name of a profile must not hold a control character.';
  // Of others' writing: nothing in it may pass for something else.
  if (isShared && /[\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u.test(name))
    return 'The name of a profile must not hold an invisible character.';
  if (isShared && /\]\(|\$\(/.test(name))
    return 'The name of a profile must not hold “](” or “$(”, of which editors make links and icons.';
  if (name.length > MAX_NAME) return `The name of a profile has at most ${MAX_NAME} characters.`;
  return undefined;
}

/**
 * Members that a profile does not have, and a client secret, which it must not have (decision 4). What a workspace may
 * not have is said already.
 */
function foreignMembers(members: Members, isShared: boolean, hasSecretVariable: boolean): Mistake[] {
  return Object.keys(members)
    .filter((member) => !profileMembers.includes(member))
    .filter((member) => !(isShared && isClientSecret(member)))
    .filter((member) => !(hasSecretVariable && member === CLIENT_SECRET))
    .map((member) =>
      isClientSecret(member)
        ? {
            member,
            message: `${member} lies in the settings in plain text and is not used from there. Move it: Valet Key keeps client secrets in the secret storage, and asks for one that is missing.`,
            kind: 'client_secret_in_settings',
          }
        : mistake(member, unknownMember(member, profileMembers)),
    );
}

/** What only several members together can get wrong. */
function meaningMistakes(members: Members, misshapen: readonly Mistake[]): Mistake[] {
  const draft = draftOf(members, new Set(misshapen.map(({ member }) => String(member))));
  const { grantType } = draft;
  const found = isOtherSource(grantType)
    ? sourceMistakes(draft, grantType)
    : [serverMeaning, credentialMeaning, grantMeaning].flatMap((rule) => rule({ ...draft, grantType }));
  return [...found, ...variantMistakes(draft)].filter((one) => one !== undefined);
}

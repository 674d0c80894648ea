import * as v from 'valibot';
import { credentialMeaning } from './credentialMeaning';
import { defaultAuthMethod, draftOf } from './draft';
import { grantMeaning } from './grantMeaning';
import { isMembers, type Members } from './memberChecks';
import { isClientSecret, unknownMember } from './memberNames';
import { mistake, type Mistake } from './mistake';
import { isOtherSource } from './otherSources';
import type { Profile, ProfileProblem } from './profile';
import { ProfileLinks } from './profileLinks';
import { profileMembers, profileSchema, type WrittenProfile } from './profileSchema';
import { serverMeaning } from './serverMeaning';
import { sourceMistakes } from './sourceMeaning';
import { ProfileVariants, variantMistakes } from './variants';

export interface ProfilesRead {
  /** Every profile, with mistakes or without, in the order of the settings. */
  readonly names: readonly string[];
  /** The profiles without a mistake, in the order of the settings. */
  readonly profiles: readonly Profile[];
  /** Every mistake of every other profile. */
  readonly problems: readonly ProfileProblem[];
}

const MAX_NAME = 100;

/**
 * Reads the raw value of `valetKey.profiles`, which can be anything that JSON can be. A profile with one mistake or
 * more is left out of `profiles`; a mistake of the setting as a whole has the profile name ''. No text holds a
 * member's value, since it may be a secret in the wrong place. Never throws.
 */
export function readProfiles(value: unknown): ProfilesRead {
  if (value === undefined || value === null) return { names: [], profiles: [], problems: [] };
  if (!isMembers(value)) {
    const message = 'valetKey.profiles must be an object: { "name of the profile": { … } }.';
    return { names: [''], profiles: [], problems: [{ profile: '', ...mistake(undefined, message) }] };
  }
  const links = new ProfileLinks(value);
  const variants = new ProfileVariants(value);
  const profiles: Profile[] = [];
  const problems: ProfileProblem[] = [];
  for (const [name, members] of Object.entries(value)) {
    const read = readProfile(name, members, [links, variants]);
    if (Array.isArray(read)) problems.push(...read.map((found) => ({ profile: name, ...found })));
    else profiles.push(read);
  }
  return { names: Object.keys(value), profiles, problems };
}

/** Finds what is wrong with a profile among the others. */
type AmongOthers = Pick<ProfileLinks | ProfileVariants, 'mistakesOf'>;

function readProfile(name: string, value: unknown, others: readonly AmongOthers[]): Profile | Mistake[] {
  const wrongName = nameMistake(name);
  const mistakes = wrongName === undefined ? [] : [mistake(undefined, wrongName)];
  if (!isMembers(value)) {
    const message = 'A profile must be an object: { "issuer": "https://…", "clientId": "…" }.';
    return [...mistakes, mistake(undefined, message)];
  }
  // Without a prototype, so that no member is believed that the profile does not itself have.
  const members: Members = Object.assign(Object.create(null) as object, value);
  const schema = profileSchema({
    allowHttp: members.allowHttp === true,
    hasClient: !isOtherSource(members.grantType),
  });
  const shape = v.safeParse(schema, members);
  const misshapen = (shape.issues ?? []).map((issue) => mistake(String(issue.path?.[0].key), issue.message));
  mistakes.push(
    ...misshapen,
    ...foreignMembers(members),
    ...meaningMistakes(members, misshapen),
    ...others.flatMap((rule) => rule.mistakesOf(name)),
  );
  return shape.success && mistakes.length === 0 ? profileOf(name, shape.output) : mistakes;
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

function nameMistake(name: string): string | undefined {
  if (name.trim() === '') return 'A profile needs a name.';
  if (name !== name.trim()) return 'The name of a profile must not begin or end with a space.';
  if (/\p{Cc}/u.test(name)) return 'The name of a profile must not hold a control character.';
  if (name.length > MAX_NAME) return `The name of a profile has at most ${MAX_NAME} characters.`;
  return undefined;
}

/** Members that a profile does not have, and a client secret, which it must not have (decision 4). */
function foreignMembers(members: Members): Mistake[] {
  return Object.keys(members)
    .filter((member) => !profileMembers.includes(member))
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

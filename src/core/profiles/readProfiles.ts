import * as v from 'valibot';
import { isClientSecret, unknownMember } from './memberNames';
import { isOidc, type GrantType, type Profile, type ProfileProblem } from './profile';
import { profileMembers, profileSchema } from './profileSchema';

export interface ProfilesRead {
  /** Every profile, with mistakes or without, in the order of the settings. */
  readonly names: readonly string[];
  /** The profiles without a mistake, in the order of the settings. */
  readonly profiles: readonly Profile[];
  /** Every mistake of every other profile. */
  readonly problems: readonly ProfileProblem[];
}

type Members = Readonly<Record<string, unknown>>;
/** A mistake before it is known whose it is. */
type Mistake = Omit<ProfileProblem, 'profile'>;

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
  const profiles: Profile[] = [];
  const problems: ProfileProblem[] = [];
  for (const [name, members] of Object.entries(value)) {
    const read = readProfile(name, members);
    if (Array.isArray(read)) problems.push(...read.map((found) => ({ profile: name, ...found })));
    else profiles.push(read);
  }
  return { names: Object.keys(value), profiles, problems };
}

function readProfile(name: string, value: unknown): Profile | Mistake[] {
  const wrongName = nameMistake(name);
  const mistakes = wrongName === undefined ? [] : [mistake(undefined, wrongName)];
  if (!isMembers(value)) {
    const message = 'A profile must be an object: { "issuer": "https://…", "clientId": "…" }.';
    return [...mistakes, mistake(undefined, message)];
  }
  // Without a prototype, so that no member is believed that the profile does not itself have.
  const members: Members = Object.assign(Object.create(null) as object, value);
  const shape = v.safeParse(profileSchema(members.allowHttp === true), members);
  mistakes.push(
    ...(shape.issues ?? []).map((issue) => mistake(String(issue.path?.[0].key), issue.message)),
    ...foreignMembers(members),
    ...meaningMistakes(members),
  );
  if (!shape.success || mistakes.length > 0) return mistakes;
  const { grantType = 'authorization_code', resource, ...rest } = shape.output;
  const tokenEndpointAuthMethod = rest.tokenEndpointAuthMethod ?? defaultAuthMethod(grantType);
  return {
    scopeSeparator: ' ',
    codeChallengeMethod: 'S256',
    codeVerifier: 'generate',
    requirePushedAuthorizationRequests: false,
    dpopBoundAccessTokens: false,
    allowHttp: false,
    strict: false,
    ...rest,
    ...(resource !== undefined && { resource: typeof resource === 'string' ? [resource] : resource }),
    name,
    source: 'user',
    grantType,
    tokenEndpointAuthMethod,
  };
}

/** A client with a secret must say how it sends it; only client credentials always have one (RFC 6749 §4.4). */
function defaultAuthMethod(grantType: GrantType): 'none' | 'client_secret_basic' {
  return grantType === 'client_credentials' ? 'client_secret_basic' : 'none';
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
  const known = profileMembers();
  return Object.keys(members)
    .filter((member) => !known.includes(member))
    .map((member) =>
      isClientSecret(member)
        ? {
            member,
            message: `${member} lies in the settings in plain text and is not used from there. Move it: Valet Key keeps client secrets in the secret storage, and asks for one that is missing.`,
            kind: 'client_secret_in_settings',
          }
        : mistake(member, unknownMember(member, known)),
    );
}

/** What only several members together can get wrong. */
function meaningMistakes(members: Members): Mistake[] {
  const { grantType = 'authorization_code', scope } = members;
  const mistakes: Mistake[] = [];
  if (members.issuer === undefined) {
    mistakes.push(...missingEndpoints(members, String(grantType)));
    if (typeof scope === 'string' && isOidc({ scope })) {
      const message =
        'scope asks for openid, and without issuer the ID token that comes back cannot be validated. Write issuer, or take openid out of scope.';
      mistakes.push(mistake('scope', message));
    }
  }
  if (grantType === 'client_credentials' && members.tokenEndpointAuthMethod === 'none') {
    const message =
      'tokenEndpointAuthMethod is none, but client_credentials needs a client secret (RFC 6749 §4.4). Write client_secret_basic or client_secret_post; Valet Key asks for the secret.';
    mistakes.push(mistake('tokenEndpointAuthMethod', message));
  }
  return mistakes;
}

/** Where each grant type goes, beside the token endpoint. */
const firstEndpoints: Readonly<Record<string, string>> = {
  authorization_code: 'authorizationEndpoint',
  hybrid: 'authorizationEndpoint',
  implicit: 'authorizationEndpoint',
  code_credentials: 'authorizationEndpoint',
  device_code: 'deviceAuthorizationEndpoint',
};

function missingEndpoints(members: Members, grantType: string): Mistake[] {
  const needed = [firstEndpoints[grantType], grantType === 'implicit' ? undefined : 'tokenEndpoint'].filter(
    (member) => member !== undefined,
  );
  const missing = needed.filter((member) => members[member] === undefined);
  if (missing.length === needed.length) {
    const message = `The profile does not say where the authorization server is. Write issuer, or ${needed.join(' and ')}.`;
    return [mistake(undefined, message)];
  }
  return missing.map((member) =>
    mistake(member, `${member} is missing. Write it, or issuer, from which it is discovered.`),
  );
}

function mistake(member: string | undefined, message: string): Mistake {
  return { member, message, kind: 'mistake' };
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

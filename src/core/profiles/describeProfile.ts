import { cleanServerText } from '../errors';
import { isOtherSource } from './otherSources';
import type { Profile, TokenSource } from './profile';
import type { ProfilesAround } from './readProfiles';
import { asWritten } from './variables';
import { isInsecure, warningsAmong, warningsOf } from './warnings';

/** The grant types and other sources as a person calls them. */
export const grantTitles = {
  authorization_code: 'authorization code',
  hybrid: 'hybrid',
  implicit: 'implicit',
  device_code: 'device code',
  client_credentials: 'client credentials',
  password: 'password',
  refresh_token: 'refresh token',
  jwt_bearer: 'JWT bearer',
  token_exchange: 'token exchange',
  code_credentials: 'authorization code and credentials',
  vscode_session: 'VS Code session',
  command: 'command',
  pasted_token: 'pasted token',
} as const satisfies Record<TokenSource, string>;

/** How a profile gets its token, in a few words; one that does without a protection says so. */
export function describeGrant(profile: Profile): string {
  return `${grantTitles[profile.grantType]}${isInsecure(profile) ? ', insecure' : ''}`;
}

/** Where a profile's server is, or what it has instead, for a person. */
export function describeServer(profile: Profile): string {
  const { issuer, tokenEndpoint, authorizationEndpoint, authenticationProvider, command } =
    asWritten(profile);
  if (authenticationProvider !== undefined) return `VS Code, ${authenticationProvider}`;
  // Its arguments are nobody's to read over a shoulder.
  if (command !== undefined) return programOf(command);
  return issuer ?? tokenEndpoint ?? authorizationEndpoint ?? '';
}

/** Where a profile comes from that is not the person's own. */
function describeSource({ name, source }: Profile, { unapproved }: ProfilesAround): string[] {
  if (source === 'user') return [];
  return [
    `From this workspace: “${cleanServerText(source.name)}” of ${cleanServerText(source.folder)}`,
    ...(unapproved?.has(name) === true ? ['Not approved yet: you read all of it before it is used'] : []),
  ];
}

/** Which requests its token is for, as far as it says. */
function describeDestinations(profile: Profile): string[] {
  const { apiBaseUrls = [] } = asWritten(profile);
  return apiBaseUrls.length === 0 ? [] : [`For: ${apiBaseUrls.map(cleanServerText).join(', ')}`];
}

/** Of which environment and group a profile is, if it is of one. */
export function describeEnvironment(profile: Profile): string[] {
  const { environment, group } = asWritten(profile);
  return environment === undefined || group === undefined
    ? []
    : [`Environment: ${environment} of “${group}”`];
}

/** The name of the program that a command runs, without its folder. */
export function programOf([program = '']: readonly string[]): string {
  return program.split(/[/\\]/).at(-1) ?? program;
}

/**
 * All that a person needs to tell a profile from others, and what to know of it, line by line. Plain text, no secret.
 * @param all the profiles that it stands among
 */
export function describeProfile(profile: Profile, all: ProfilesAround): string {
  const warnings = [...warningsOf(profile), ...warningsAmong(profile, all)];
  const { clientId, scope } = asWritten(profile);
  return [
    profile.name,
    ...describeSource(profile, all),
    ...(isOtherSource(profile.grantType)
      ? sourceLines(profile)
      : [
          `Server: ${describeServer(profile)}`,
          `Client: ${clientId} (${profile.tokenEndpointAuthMethod === 'none' ? 'no client secret' : profile.tokenEndpointAuthMethod})`,
          `Grant: ${describeGrant(profile)}`,
          `Scope: ${scope ?? 'none asked for'}`,
        ]),
    ...describeDestinations(profile),
    ...describeEnvironment(profile),
    ...warnings.map((warning) => `• ${warning}`),
  ].join('\n');
}

function sourceLines(profile: Profile): string[] {
  const where = describeServer(profile);
  return [
    `Source: ${describeGrant(profile)}${where === '' ? '' : ` (${where})`}, no OAuth grant`,
    ...(profile.grantType === 'vscode_session'
      ? [`Scope: ${asWritten(profile).scope ?? 'none asked for'}`]
      : []),
  ];
}

import type { GrantType, Profile } from './profile';
import { isInsecure, warningsAmong, warningsOf } from './warnings';

/** The grant types as a person calls them. */
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
} as const satisfies Record<GrantType, string>;

/** How a profile gets its token, in a few words; one that does without a protection says so. */
export function describeGrant(profile: Profile): string {
  return `${grantTitles[profile.grantType]}${isInsecure(profile) ? ', insecure' : ''}`;
}

/** Where a profile's server is, for a person. */
export function describeServer({ issuer, tokenEndpoint, authorizationEndpoint }: Profile): string {
  return issuer ?? tokenEndpoint ?? authorizationEndpoint ?? '';
}

/** Of which environment and group a profile is, if it is of one. */
export function describeEnvironment({ environment, group }: Profile): string[] {
  return environment === undefined || group === undefined
    ? []
    : [`Environment: ${environment} of “${group}”`];
}

/**
 * All that a person needs to tell a profile from others, and what to know of it, line by line. Plain text, no secret.
 * @param all the profiles that it stands among
 */
export function describeProfile(profile: Profile, all: readonly Profile[]): string {
  const warnings = [...warningsOf(profile), ...warningsAmong(profile, all)];
  return [
    profile.name,
    `Server: ${describeServer(profile)}`,
    `Client: ${profile.clientId} (${profile.tokenEndpointAuthMethod})`,
    `Grant: ${describeGrant(profile)}`,
    `Scope: ${profile.scope ?? 'none asked for'}`,
    ...describeEnvironment(profile),
    ...warnings.map((warning) => `• ${warning}`),
  ].join('\n');
}

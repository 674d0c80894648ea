/** Where a profile was read from. */
export type ProfileSource = 'user';

export const grantTypes = ['authorization_code', 'client_credentials', 'refresh_token'] as const;
export type GrantType = (typeof grantTypes)[number];

/** RFC 7591 §2, and one deviation by name: Basic credentials that some servers read without form-decoding. */
export const tokenEndpointAuthMethods = [
  'none',
  'client_secret_basic',
  'client_secret_basic_raw',
  'client_secret_post',
] as const;
export type TokenEndpointAuthMethod = (typeof tokenEndpointAuthMethods)[number];

/**
 * A provider profile, checked. Members are the RFC 8414 and RFC 7591 metadata names in camelCase; `name` is its key
 * in the settings.
 */
export interface Profile {
  readonly name: string;
  readonly source: ProfileSource;
  readonly issuer?: string;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  readonly jwksUri?: string;
  readonly grantType: GrantType;
  readonly clientId: string;
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  readonly scope?: string;
  readonly redirectUri?: string;
  /** Allows `http:` endpoints on other machines. Loopback needs no permission. */
  readonly allowHttp: boolean;
}

/** One mistake in a profile, with the place to mend it. */
export interface ProfileProblem {
  readonly profile: string;
  /** The member that is wrong; `undefined` when it is the profile as a whole. */
  readonly member: string | undefined;
  readonly message: string;
  readonly kind: 'mistake' | 'client_secret_in_settings';
}

/** Whether the profile asks for an ID token (OpenID Connect Core §3.1.2.1). */
export function isOidc(profile: Pick<Profile, 'scope'>): boolean {
  return (profile.scope ?? '').split(' ').includes('openid');
}

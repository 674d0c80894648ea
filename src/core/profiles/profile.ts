import { otherSources, type OtherSource } from './otherSources';
import type { ProfileSource } from './profileSource';

/**
 * How a profile gets its token. `device_code`, `jwt_bearer` and `token_exchange` stand for the URNs of RFC 8628,
 * RFC 7523 and RFC 8693; `hybrid` is OpenID Connect Core §3.3; `code_credentials` is Salesforce's headless
 * Authorization Code and Credentials flow, after its response type.
 */
export const grantTypes = [
  'authorization_code',
  'hybrid',
  'implicit',
  'device_code',
  'client_credentials',
  'password',
  'refresh_token',
  'jwt_bearer',
  'token_exchange',
  'code_credentials',
] as const;
export type GrantType = (typeof grantTypes)[number];

/** All that `grantType` can name: besides OAuth's, the sources that ask no authorization server. */
export const tokenSources = [...grantTypes, ...otherSources] as const;
export type TokenSource = GrantType | OtherSource;

/** RFC 7591 §2, RFC 8705 §2, and one deviation by name: Basic credentials that some servers read without form-decoding. */
export const tokenEndpointAuthMethods = [
  'none',
  'client_secret_basic',
  'client_secret_basic_raw',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
] as const;
export type TokenEndpointAuthMethod = (typeof tokenEndpointAuthMethods)[number];

/** Whom a client assertion can name as its audience (RFC 7523 §3). */
export const clientAssertionAudiences = ['issuer', 'token_endpoint'] as const;

/** RFC 7636 §4.2; `none` turns PKCE off, for servers that refuse it. */
export const codeChallengeMethods = ['S256', 'plain', 'none'] as const;
export type CodeChallengeMethod = (typeof codeChallengeMethods)[number];

/** OAuth 2.0 Multiple Response Types §2.1 and JARM §2.3; absent: the default of the response type. */
export const responseModes = [
  'query',
  'fragment',
  'form_post',
  'jwt',
  'query.jwt',
  'fragment.jwt',
  'form_post.jwt',
] as const;
export type ResponseMode = (typeof responseModes)[number];

/** What `implicit` and `hybrid` can ask for (OAuth 2.0 Multiple Response Types §3, §5). */
export const implicitResponseTypes = ['token', 'id_token', 'id_token token'] as const;
export const hybridResponseTypes = ['code id_token', 'code token', 'code id_token token'] as const;
export type ResponseType =
  'code' | (typeof implicitResponseTypes)[number] | (typeof hybridResponseTypes)[number];

/** The asymmetric algorithms that client keys sign with (RFC 7518 §3.1, RFC 8037). */
export const signingAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** What a profile adds to one kind of request, beyond what the standards say. */
export interface RequestExtras {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The assertion that `jwt_bearer` signs (RFC 7523 §3). Without one in the profile, it is asked for and pasted. */
export interface AssertionClaims {
  /** Default: the client id. */
  readonly issuer?: string;
  readonly subject: string;
  /** Default: the authorization server's issuer. */
  readonly audience?: string;
  /** Seconds; default 300. */
  readonly lifetime?: number;
  /** Any other claims, such as `scope` for Google. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** What the authorization server is, where each of its endpoints is. Each binds secrets (law 2). */
export interface ServerMembers {
  readonly issuer?: string;
  readonly authorizationEndpoint?: string;
  readonly tokenEndpoint?: string;
  /** Where refresh requests go when that is not the token endpoint (Figma). */
  readonly refreshEndpoint?: string;
  readonly deviceAuthorizationEndpoint?: string;
  readonly pushedAuthorizationRequestEndpoint?: string;
  readonly revocationEndpoint?: string;
  readonly introspectionEndpoint?: string;
  readonly userinfoEndpoint?: string;
  readonly endSessionEndpoint?: string;
  readonly jwksUri?: string;
}

/**
 * A provider profile, checked. Members are the RFC 8414 and RFC 7591 metadata names in camelCase; `name` is its key
 * in the settings, or tells it from its namesakes where a workspace shares it. No two in a window have the same.
 */
export interface Profile extends ServerMembers {
  readonly name: string;
  readonly source: ProfileSource;
  readonly grantType: TokenSource;
  /** Empty for the sources that are no OAuth grants. */
  readonly clientId: string;
  readonly scope?: string;
  /** What parts two scopes on the wire; some servers want a comma. In the profile it is always a space. */
  readonly scopeSeparator: ' ' | ',';
  readonly redirectUri?: string;

  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  /** The environment variable that holds the client secret; absent: it is asked for once, and kept. */
  readonly clientSecretVariable?: string;
  /** For `private_key_jwt`; absent: what fits the key. Also what request objects and assertions are signed with. */
  readonly tokenEndpointAuthSigningAlg?: SigningAlgorithm;
  /** A private key file (PEM, JWK or PKCS#12) outside of any workspace; absent: the key is kept in SecretStorage. */
  readonly clientKeyFile?: string;
  /** The certificate for mutual TLS, when the key file does not hold it. */
  readonly clientCertificateFile?: string;
  /** The `kid` in the header of what the client signs. */
  readonly clientKeyId?: string;
  /**
   * Whom the assertions of `client_secret_jwt` and `private_key_jwt` name; absent: the issuer, so that no other server
   * can use them (M10). Some servers take their token endpoint alone (Microsoft Entra ID, Okta, Glewlwyd).
   */
  readonly clientAssertionAudience?: (typeof clientAssertionAudiences)[number];

  readonly codeChallengeMethod: CodeChallengeMethod;
  /** `ask`: a person types the verifier. It is a secret, so it never stands here itself (law 1). */
  readonly codeVerifier: 'generate' | 'ask';
  readonly responseType?: ResponseType;
  readonly responseMode?: ResponseMode;
  /** RFC 9126 §6: a server may demand it, too. */
  readonly requirePushedAuthorizationRequests: boolean;
  /** RFC 9101: the authorization request is sent as an object signed with this algorithm. */
  readonly requestObjectSigningAlg?: SigningAlgorithm;
  /** RFC 9449 §5.2. */
  readonly dpopBoundAccessTokens: boolean;

  /** RFC 8707. */
  readonly resource?: readonly string[];
  readonly audience?: string;
  /** RFC 9396. */
  readonly authorizationDetails?: readonly Readonly<Record<string, unknown>>[];
  /** Seconds (OpenID Connect Core §3.1.2.1), as are the next four. */
  readonly maxAge?: number;
  readonly prompt?: string;
  readonly loginHint?: string;
  /** What opens the sign-in: a name of `valetKey.browsers`, `private` or `default`; absent: `default`. */
  readonly browser?: string;
  readonly acrValues?: string;
  readonly claims?: Readonly<Record<string, unknown>>;

  /** Parameters for the browser (or the pushed request, which headers go with); the token request; the refresh request. */
  readonly authorizationRequest?: RequestExtras;
  readonly tokenRequest?: RequestExtras;
  readonly refreshRequest?: RequestExtras;

  /** `password` and `code_credentials`: who signs in; absent: asked for. The password is always asked for. */
  readonly username?: string;
  readonly assertion?: AssertionClaims;
  /** `token_exchange`: the profile whose token is exchanged; absent: the token is asked for and pasted. */
  readonly subjectProfile?: string;
  /** A URN of RFC 8693 §3; default: access token. */
  readonly subjectTokenType?: string;
  readonly actorProfile?: string;
  readonly actorTokenType?: string;
  readonly requestedTokenType?: string;

  /** `vscode_session`: whose session, by the id that an extension registered, such as `github`. */
  readonly authenticationProvider?: string;
  /** `command`: a program and its arguments. No shell reads it. */
  readonly command?: readonly string[];
  /** `command`: where in its JSON the token stands, such as `status.token`; absent: where known programs put it. */
  readonly tokenPath?: string;

  /** Which requests its token is for: everything below these URLs; absent: it does not say. */
  readonly apiBaseUrls?: readonly string[];
  /** The header that the token goes into; absent: `Authorization`. */
  readonly tokenHeader?: string;
  /** What stands before the token in the header; absent: the token's type (RFC 6750 §2.1); empty: nothing. */
  readonly tokenPrefix?: string;
  /** The token goes into the URL's query under this name instead (RFC 6750 §2.3, against RFC 9700 §4.3.2). */
  readonly tokenQueryParameter?: string;
  /** The token is in the environment of terminals for as long as it is good. */
  readonly exportToTerminals?: boolean;

  /** What this profile is a variant of, and of which environment (dev, test, prod): one variant a group is in use. */
  readonly group?: string;
  readonly environment?: string;

  /** Allows `http:` endpoints on other machines. Loopback needs no permission. */
  readonly allowHttp: boolean;
  /** Turns the rules off that repair what servers do differently (law 13). */
  readonly strict: boolean;

  /** Members with environment variables, as they are written: what is shown of them. See `asWritten`. */
  readonly written?: Readonly<Record<string, unknown>>;
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

/** Whether a person signs in with a browser that has to come back to a redirect URI. */
export function usesRedirect({ grantType }: Pick<Profile, 'grantType'>): boolean {
  return grantType === 'authorization_code' || grantType === 'hybrid' || grantType === 'implicit';
}

/** Whether a person signs in with a browser that this machine can open. */
export function usesBrowser(profile: Pick<Profile, 'grantType'>): boolean {
  return usesRedirect(profile) || profile.grantType === 'device_code';
}

/** The `response_type` of the authorization request (OAuth 2.0 Multiple Response Types §3, §5). */
export function responseTypeOf({
  grantType,
  responseType,
}: Pick<Profile, 'grantType' | 'responseType'>): ResponseType {
  if (grantType === 'implicit') return responseType ?? 'token';
  if (grantType === 'hybrid') return responseType ?? 'code id_token';
  return 'code';
}

/** Whether the token request is the first and only one, and so says everything that is asked for. */
export function hasNoAuthorizationRequest({ grantType }: Pick<Profile, 'grantType'>): boolean {
  const grants: readonly TokenSource[] = ['client_credentials', 'password', 'jwt_bearer', 'token_exchange'];
  return grants.includes(grantType);
}

/** Whether a new token can be had without a person: what renews it when there is no refresh token. */
export function isUnattended(profile: Profile): boolean {
  const { grantType, assertion, subjectProfile } = profile;
  return (
    grantType === 'client_credentials' ||
    grantType === 'vscode_session' ||
    grantType === 'command' ||
    (grantType === 'jwt_bearer' && assertion !== undefined) ||
    (grantType === 'token_exchange' && subjectProfile !== undefined)
  );
}

/** The scope as it goes over the wire. */
export function scopeParameter({
  scope,
  scopeSeparator,
}: Pick<Profile, 'scope' | 'scopeSeparator'>): string | undefined {
  return scope?.replaceAll(' ', scopeSeparator);
}

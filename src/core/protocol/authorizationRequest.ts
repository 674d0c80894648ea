import * as oauth from 'oauth4webapi';
import { isOidc, type Profile } from '../profiles/profile';

/** What one sign-in sends and must get back: fresh for each (RFC 9700 §2.1.1), base64url only (decision 8). */
export interface FlowSecrets {
  readonly state: string;
  readonly codeVerifier: string;
  /** Only when an ID token is asked for (OpenID Connect Core §3.1.2.1). */
  readonly nonce: string | undefined;
}

/** New random values: 32 octets each, so that the verifier has 43 characters (RFC 7636 §4.1). */
export function generateFlowSecrets(profile: Profile): FlowSecrets {
  return {
    state: oauth.generateRandomState(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    nonce: isOidc(profile) ? oauth.generateRandomNonce() : undefined,
  };
}

/**
 * The authorization request's URL (RFC 6749 §4.1.1, RFC 7636 §4.3). A query that the endpoint already has is kept
 * (RFC 6749 §3.1). Blanks become %20: some servers do not read `+`.
 */
export async function authorizationUrl(
  endpoint: string,
  profile: Profile,
  redirectUri: string,
  secrets: FlowSecrets,
): Promise<string> {
  const parameters: readonly (readonly [string, string | undefined])[] = [
    ['response_type', 'code'],
    ['client_id', profile.clientId],
    ['redirect_uri', redirectUri],
    ['scope', profile.scope],
    ['state', secrets.state],
    ['nonce', secrets.nonce],
    ['code_challenge', await oauth.calculatePKCECodeChallenge(secrets.codeVerifier)],
    ['code_challenge_method', 'S256'],
  ];
  const query = parameters
    .filter(
      (parameter): parameter is readonly [string, string] =>
        parameter[1] !== undefined && parameter[1] !== '',
    )
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}${query}`;
}

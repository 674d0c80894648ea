import * as oauth from 'oauth4webapi';
import { responseTypeOf, scopeParameter } from '../../profiles/profile';
import type { Flow } from './flow';

/** Parameters in order; a name may come several times (RFC 8707 §2). */
export type Parameters = readonly (readonly [name: string, value: string])[];

/** The authorization request of a flow (RFC 6749 §4.1.1, RFC 7636 §4.3); what a profile adds comes last, and replaces nothing. */
export async function authorizationParameters(flow: Flow, redirectUri: string): Promise<Parameters> {
  const { profile } = flow.connected;
  const json = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));
  const candidates: readonly (readonly [string, string | undefined])[] = [
    ['response_type', responseTypeOf(profile)],
    ['client_id', profile.clientId],
    ['redirect_uri', redirectUri],
    ['scope', scopeParameter(profile)],
    ['state', flow.state],
    ['nonce', flow.nonce],
    ...(await codeChallenge(flow)),
    ['response_mode', profile.responseMode],
    // RFC 9449 §10: the code, too, is of use to nobody who has not the key.
    ['dpop_jkt', await flow.dpop?.handle.calculateThumbprint()],
    ...(profile.resource ?? []).map((resource) => ['resource', resource] as const),
    ['audience', profile.audience],
    ['authorization_details', json(profile.authorizationDetails)],
    ['max_age', profile.maxAge?.toString()],
    ['prompt', profile.prompt],
    ['login_hint', profile.loginHint],
    ['acr_values', profile.acrValues],
    ['claims', json(profile.claims)],
  ];
  const own = candidates.filter(
    (candidate): candidate is readonly [string, string] => candidate[1] !== undefined && candidate[1] !== '',
  );
  const extras = Object.entries(profile.authorizationRequest?.parameters ?? {});
  return [...own, ...extras.filter(([name]) => !own.some(([taken]) => taken === name))];
}

async function codeChallenge({ connected, codeVerifier }: Flow): Promise<Parameters> {
  if (codeVerifier === undefined) return [];
  return connected.profile.codeChallengeMethod === 'plain'
    ? [
        ['code_challenge', codeVerifier],
        ['code_challenge_method', 'plain'],
      ]
    : [
        ['code_challenge', await oauth.calculatePKCECodeChallenge(codeVerifier)],
        ['code_challenge_method', 'S256'],
      ];
}

/** As the body of a POST. */
export function form(parameters: Parameters): URLSearchParams {
  return new URLSearchParams(parameters.map(([name, value]) => [name, value]));
}

/**
 * The request as a URL. A query that the endpoint already has is kept (RFC 6749 §3.1). Blanks become %20: some servers
 * do not read `+`.
 */
export function authorizationUrl(endpoint: string, parameters: Parameters): string {
  const query = parameters
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}${query}`;
}

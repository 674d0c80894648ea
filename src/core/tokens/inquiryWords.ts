import { cleanServerText } from '../errors';
import type { Introspection } from '../protocol/inquiries/introspection';
import type { Revoked } from '../protocol/inquiries/revocation';
import type { UserInfo } from '../protocol/inquiries/userinfo';
import { describeExpiry, duration } from './expiry';

/** What a person is told of a revocation. */
export interface RevocationWords {
  readonly message: string;
  /** The server holds nothing of it any more. */
  readonly complete: boolean;
}

const names = { refresh_token: 'the refresh token', access_token: 'the access token' } as const;

/**
 * What the server still holds, truthfully.
 * @param expiresAt when the access token ends by itself, in milliseconds since 1970
 */
export function describeRevocation(
  results: readonly Revoked[],
  expiresAt: number | undefined,
  now: number,
): RevocationWords {
  const having = (outcome: Revoked['outcome']) => results.filter((result) => result.outcome === outcome);
  const sentences = [
    sentence('The server has revoked', having('revoked'), '.'),
    ...having('not_supported').map(({ token }) =>
      token === 'access_token'
        ? `It does not revoke access tokens: this one works until it ends by itself (${describeExpiry(expiresAt, now)}), unless it ended with the refresh token.`
        : 'It does not revoke refresh tokens.',
    ),
    sentence('The server still holds', having('kept'), '.'),
    sentence('It is not known whether the server has revoked', having('unknown'), '.'),
    ...failuresOf(results),
  ];
  return {
    message: sentences.filter((text) => text !== undefined).join(' '),
    complete: results.every(({ outcome }) => outcome === 'revoked'),
  };
}

/** What a server says of a token. */
export function describeIntrospection(
  { active, answer }: Introspection,
  profile: string,
  now: number,
): string {
  const token = `the access token of “${profile}”`;
  if (active === undefined) return `The server did not say whether ${token} is active.`;
  if (!active)
    return `The server says that ${token} is not active. It does not say why: it may have expired, have been revoked, or be none of its own.`;
  const { exp, scope } = answer;
  const left = typeof exp === 'number' && exp * 1000 > now ? ` for ${duration(exp * 1000 - now)} more` : '';
  const what = typeof scope === 'string' && scope !== '' ? `, scope ${cleanServerText(scope)}` : '';
  return `The server says that ${token} is active${left}${what}.`;
}

/** Who signed in, by the name that a person knows best. */
export function describeUserInfo({ claims, personChecked }: UserInfo, profile: string): string {
  const said = ['name', 'preferred_username', 'email', 'sub']
    .map((claim) => claims[claim])
    .filter((value): value is string => typeof value === 'string')
    .map(cleanServerText)
    .filter((value) => value !== '');
  const [who = 'somebody without a name', ...others] = new Set(said);
  const also = others.length > 0 ? ` (${others.join(', ')})` : '';
  const unchecked = personChecked ? '' : ' The token came without an ID token to compare this with.';
  return `The server says that “${profile}” is signed in as ${who}${also}.${unchecked}`;
}

function sentence(start: string, results: readonly Revoked[], end: string): string | undefined {
  if (results.length === 0) return undefined;
  return `${start} ${results.map(({ token }) => names[token]).join(' and ')}${end}`;
}

/** Why, once each. */
function failuresOf(results: readonly Revoked[]): string[] {
  const failures = results
    .filter(({ outcome }) => outcome === 'kept' || outcome === 'unknown')
    .flatMap(({ failure }) => (failure ? [`${failure.message} ${failure.hint ?? ''}`.trim()] : []));
  return [...new Set(failures)];
}

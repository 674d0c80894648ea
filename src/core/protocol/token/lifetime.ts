import type { TokenSet } from '../../tokens/tokenRecord';
import { decodeJwt } from '../idToken/decodeJwt';

/** No access token that means it lives longer. */
const LONGEST_LIFE_MILLISECONDS = 10 * 365.25 * 24 * 60 * 60 * 1000;

/**
 * When a token expires: as whoever gave it said, or else as a JWT says of itself (B17). Nobody verified the latter, so
 * it serves to show the time and to renew in time, and is marked; one that makes no sense is left alone (law 6).
 * @param expiresAt what was said beside the token, in milliseconds since 1970
 * @param obtainedAt when the token was asked for
 */
export function lifetimeOf(
  accessToken: string,
  expiresAt: number | undefined,
  obtainedAt: number,
): Pick<TokenSet, 'expiresAt' | 'expiryFrom'> {
  if (expiresAt !== undefined) return { expiresAt };
  const exp = decodeJwt(accessToken)?.exp;
  const stated = typeof exp === 'number' ? exp * 1000 : Number.NaN;
  return stated > obtainedAt && stated - obtainedAt <= LONGEST_LIFE_MILLISECONDS
    ? { expiresAt: stated, expiryFrom: 'token' }
    : {};
}

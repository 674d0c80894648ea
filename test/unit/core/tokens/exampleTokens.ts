import type { TokenRecord, TokenSet } from '../../../../src/core/tokens/tokenRecord';
import type { TokenSummary } from '../../../../src/core/tokens/tokenStore';

export const minute = 60_000;
export const hour = 60 * minute;
/** A moment to count from. */
export const start = Date.UTC(2026, 10, 28, 12);

/** What a view holds of a token, which lives for an hour unless it is said otherwise. */
export function summary(id: string, changes: Partial<TokenSummary> = {}): TokenSummary {
  return {
    id,
    profile: 'demo',
    fingerprint: 'print',
    label: id,
    account: undefined,
    obtainedAt: start,
    expiresAt: start + hour,
    expiryFrom: undefined,
    scope: 'read',
    notGranted: [],
    grantedBeyond: [],
    hasRefreshToken: false,
    idTokenSignature: undefined,
    saved: true,
    ...changes,
  };
}

export function recordOf(tokenSet: Partial<TokenSet>, changes: Partial<TokenRecord> = {}): TokenRecord {
  return {
    id: 'one',
    profile: 'demo',
    fingerprint: 'print',
    label: 'demo@example.com',
    obtainedAt: start,
    tokenSet: { accessToken: 'opaque-access-token', tokenType: 'Bearer', ...tokenSet },
    ...changes,
  };
}

/** A JWT that nobody signed. The payload may be anything. */
export function jwtOf(payload: unknown, header: unknown = { alg: 'RS256', kid: 'k1' }): string {
  const part = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg`;
}

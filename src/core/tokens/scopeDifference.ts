import { cleanServerText } from '../errors';
import type { TokenSet } from './tokenRecord';

export interface ScopeDifference {
  readonly notGranted: readonly string[];
  readonly grantedBeyond: readonly string[];
}

/**
 * How the granted scope differs from the requested one (RFC 6749 §3.3, §5.1; B18). Their order means nothing; some
 * servers part them with commas. A server that grants `openid` or `offline_access` by deed need not say so.
 */
export function scopeDifference({ scope, requestedScope, idToken, refreshToken }: TokenSet): ScopeDifference {
  if (scope === undefined || requestedScope === undefined) return { notGranted: [], grantedBeyond: [] };
  const granted = scopesOf(scope);
  const requested = scopesOf(requestedScope);
  const deeds = [idToken !== undefined && 'openid', refreshToken !== undefined && 'offline_access'];
  return {
    notGranted: requested.filter((name) => !granted.includes(name) && !deeds.includes(name)),
    grantedBeyond: granted.filter((name) => !requested.includes(name)).map(cleanServerText),
  };
}

function scopesOf(scope: string): string[] {
  return [...new Set(scope.split(/[\s,]+/))].filter((name) => name !== '');
}

import { isUnattended, type Profile } from '../../profiles/profile';
import { expiry } from '../expiry';
import type { TokenSummary } from '../tokenStore';

/**
 * What a token is good for. `needs_action`: nothing but a person can bring it back. `expired`: it is renewed when it is
 * used. `unknown`: the server did not say how long it lives.
 */
export type TokenState = 'needs_action' | 'expiring' | 'valid' | 'unknown' | 'expired';

/** A token, and the profile that it belongs to, if there is one. */
export interface OwnedToken {
  readonly token: TokenSummary;
  readonly profile: Profile | undefined;
  /** Whether it is the active one; `undefined` where its profile has no other, or is gone. */
  readonly active?: boolean | undefined;
}

export function tokenState(owned: OwnedToken, now: number): TokenState {
  if (needsSignIn(owned.token)) return 'needs_action';
  const state = expiry(owned.token, now);
  return state === 'expired' && !isRenewable(owned) ? 'needs_action' : state;
}

/** Whether it can be renewed without a person. */
export function isRenewable({ token, profile }: OwnedToken): boolean {
  return profile !== undefined && (token.hasRefreshToken || isUnattended(profile));
}

/** Whether the server has refused to renew it for good. */
export function needsSignIn(token: TokenSummary): boolean {
  return token.needsSignIn === true;
}

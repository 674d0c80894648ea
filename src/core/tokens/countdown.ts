import { duration, expiry } from './expiry';
import type { TokenSummary } from './tokenStore';

type Running = Pick<TokenSummary, 'obtainedAt' | 'expiresAt'> & {
  /** Nothing but a sign-in brings another. */
  readonly needsSignIn?: boolean;
};

/** The time left where there is very little room, and how much it matters. Words say all that a colour would. */
export interface Countdown {
  /** Empty: the server did not say how long the token lives. */
  readonly words: string;
  readonly severity: 'none' | 'warning' | 'error';
}

/** @param isRenewable whether it is renewed by itself when it is used, so that its end needs nobody */
export function countdown(token: Running, now: number, isRenewable = false): Countdown {
  const state = expiry(token, now);
  const left = token.expiresAt === undefined ? '' : duration(token.expiresAt - now);
  if (state === 'expired' && token.needsSignIn) return { words: 'expired, sign in again', severity: 'error' };
  if (state === 'expired')
    return isRenewable
      ? { words: 'expired, renewed when used', severity: 'none' }
      : { words: 'expired', severity: 'error' };
  if (token.needsSignIn)
    return { words: left === '' ? 'sign in again' : `${left}, then sign in again`, severity: 'error' };
  if (state === 'expiring')
    return { words: `expires in ${left}`, severity: isRenewable ? 'none' : 'warning' };
  return { words: left, severity: 'none' };
}

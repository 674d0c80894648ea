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

export function countdown(token: Running, now: number): Countdown {
  const state = expiry(token, now);
  const left = token.expiresAt === undefined ? '' : duration(token.expiresAt - now);
  if (state === 'expired')
    return { words: token.needsSignIn ? 'expired, sign in again' : 'expired', severity: 'error' };
  if (token.needsSignIn)
    return { words: left === '' ? 'sign in again' : `${left}, then sign in again`, severity: 'error' };
  if (state === 'expiring') return { words: `expires in ${left}`, severity: 'warning' };
  return { words: left, severity: 'none' };
}

import { duration, expiringAt, expiry } from './expiry';
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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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

/** When a countdown says something else: milliseconds since 1970; `undefined`: never again. */
export function nextChange({ obtainedAt, expiresAt }: Running, now: number): number | undefined {
  if (expiresAt === undefined || now >= expiresAt) return undefined;
  const left = expiresAt - now;
  // Time is rounded down: a millisecond after a whole step the words are others.
  const step = left < 10 * HOUR ? MINUTE : left < 48 * HOUR ? HOUR : 24 * HOUR;
  const byWords = left < MINUTE ? expiresAt : expiresAt - Math.floor(left / step) * step + 1;
  const expiring = expiringAt(obtainedAt, expiresAt);
  return now < expiring ? Math.min(byWords, expiring) : byWords;
}

import type { TokenRecord } from './tokenRecord';

/** `unknown`: the server did not say how long the token lives (law 6). */
export type Expiry = 'valid' | 'expiring' | 'expired' | 'unknown';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const EXPIRING_MILLISECONDS = 5 * MINUTE;
/** A token with less than this left is renewed before it is used: it would expire on the way. */
const USE_MARGIN_MILLISECONDS = MINUTE / 2;

interface Lifetime {
  readonly obtainedAt: TokenRecord['obtainedAt'];
  readonly expiresAt: number | undefined;
}

/**
 * Where a token is in its life. Expiring: the last five minutes, or the last fifth of a shorter life.
 * @param now milliseconds since 1970
 */
export function expiry({ obtainedAt, expiresAt }: Lifetime, now: number): Expiry {
  if (expiresAt === undefined) return 'unknown';
  if (now >= expiresAt) return 'expired';
  return now >= expiringAt(obtainedAt, expiresAt) ? 'expiring' : 'valid';
}

/** When a token begins to be expiring; both are, and it is, milliseconds since 1970. */
function expiringAt(obtainedAt: number, expiresAt: number): number {
  return expiresAt - Math.min(EXPIRING_MILLISECONDS, Math.max(0, expiresAt - obtainedAt) / 5);
}

/** Whether a token can be used as it is. An unknown lifetime counts as usable. */
export function isUsable(token: Lifetime, now: number): boolean {
  return now < usableUntil(token);
}

/** When a token begins to be one that is renewed before it is used, in milliseconds since 1970; perhaps never. */
export function usableUntil({ obtainedAt, expiresAt }: Lifetime): number {
  if (expiresAt === undefined) return Infinity;
  return expiresAt - Math.min(USE_MARGIN_MILLISECONDS, Math.max(0, expiresAt - obtainedAt) / 5);
}

/** The time left in words: “59 min left”, “expired 3 min ago”, “expiry unknown”. */
export function describeExpiry(expiresAt: number | undefined, now: number): string {
  if (expiresAt === undefined) return 'expiry unknown';
  if (now < expiresAt) return `${duration(expiresAt - now)} left`;
  const ago = now - expiresAt;
  return ago < 60_000 ? 'expired just now' : `expired ${duration(ago)} ago`;
}

/** The same where there is little room: “59 min”, “expired”, “expiry unknown”. */
export function abbreviateExpiry(expiresAt: number | undefined, now: number): string {
  if (expiresAt === undefined) return 'expiry unknown';
  return now < expiresAt ? duration(expiresAt - now) : 'expired';
}

/** A duration in its two largest useful units, rounded down. */
export function duration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return '< 1 min';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 || hours >= 10 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/**
 * The next moment at which a token's state, or the words for its time left, are others than now; `undefined` when they
 * stay as they are.
 * @returns milliseconds since 1970
 */
export function nextExpiryChange({ obtainedAt, expiresAt }: Lifetime, now: number): number | undefined {
  if (expiresAt === undefined || now >= expiresAt) return undefined;
  const left = expiresAt - now;
  const unit = left >= 48 * HOUR ? 24 * HOUR : left >= 10 * HOUR ? HOUR : MINUTE;
  const whole = Math.floor(left / unit);
  // `duration` rounds down: the words change just after a whole unit.
  const words = whole === 0 ? expiresAt : expiresAt - whole * unit + 1;
  const expiring = expiringAt(obtainedAt, expiresAt);
  return expiring > now ? Math.min(words, expiring) : words;
}

import { expiringAt } from '../expiry';
import type { TokenSummary } from '../tokenStore';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The next moment at which a token's state, or the words for its time left, are others than now; `undefined` when they
 * stay as they are.
 * @returns milliseconds since 1970
 */
export function nextExpiryChange(
  { obtainedAt, expiresAt }: Pick<TokenSummary, 'obtainedAt' | 'expiresAt'>,
  now: number,
): number | undefined {
  if (expiresAt === undefined || now >= expiresAt) return undefined;
  const left = expiresAt - now;
  const unit = left >= 48 * HOUR ? 24 * HOUR : left >= 10 * HOUR ? HOUR : MINUTE;
  const whole = Math.floor(left / unit);
  // `duration` rounds down: the words change just after a whole unit.
  const words = whole === 0 ? expiresAt : expiresAt - whole * unit + 1;
  const expiring = expiringAt(obtainedAt, expiresAt);
  return expiring > now ? Math.min(words, expiring) : words;
}

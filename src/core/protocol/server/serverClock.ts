import { duration } from '../../tokens/expiry';

/** A difference that a slow answer alone can make. */
const NEGLIGIBLE_MILLISECONDS = 60_000;

/**
 * What to do about a time in a token that does not fit, by what the server's answer says of its own clock (RFC 9110
 * §6.6.1).
 * @param date the `Date` header of an answer that came just now
 * @param now milliseconds since 1970
 */
export function clockHint(date: string | null, now: number): string {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return 'Check this machine’s clock.';
  const difference = theirs - now;
  if (Math.abs(difference) < NEGLIGIBLE_MILLISECONDS)
    return 'The server’s clock agrees with this machine’s, so the fault is the server’s.';
  const direction = difference > 0 ? 'ahead' : 'behind';
  return `Check this machine’s clock: the server’s is ${duration(Math.abs(difference))} ${direction}.`;
}

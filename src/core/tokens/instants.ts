import { duration } from './expiry';

/**
 * A point in time as the person's clock shows it, with the zone: the hour that comes twice when summer time ends is
 * told apart by nothing else.
 * @param timeZone another one than the machine's
 */
export function describeInstant(milliseconds: number, locale?: string, timeZone?: string): string {
  return new Date(milliseconds).toLocaleString(locale, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
}

/** How long ago something was: “3 min ago”. A clock that was set back makes no future of it (K4). */
export function describeAge(then: number, now: number): string {
  return now - then < 60_000 ? 'just now' : `${duration(now - then)} ago`;
}

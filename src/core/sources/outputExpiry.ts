/** 2012-10-01, when RFC 6749 came out: a smaller number is no time of an OAuth token. */
const FIRST_TIMESTAMP = 1_349_067_600;
/** A larger one counts milliseconds: as seconds it would be after the year 5000. */
const FIRST_TIMESTAMP_IN_MILLISECONDS = 100_000_000_000;
/** What a date can be at most (ECMA-262 §21.4.1.1). */
const LAST_MILLISECOND = 8.64e15;

/** Seconds from when the token was asked for. */
const lifetimes = ['expires_in', 'expiresIn', 'lease_duration'];
/**
 * Points in time. `expires_on` goes before `expiresOn`: az has both, and the latter is local time without a zone, which
 * an hour of each autumn has twice.
 */
const times = [
  'expires_on',
  'expires_at',
  'expiresAt',
  'token_expiry',
  'expirationTimestamp',
  'expiration',
  'expiry',
  'expiresOn',
  'ExpiresOn',
];

/**
 * When the token of a program's output expires, in milliseconds since 1970; `undefined`: it does not say, or not so that
 * it could be read (law 6).
 * @param member what stands beside the token, by name
 */
export function expiryIn(member: (name: string) => unknown, startedAt: number): number | undefined {
  const expiresAt =
    firstOf(times, (name) => timeOf(member(name))) ??
    firstOf(lifetimes, (name) => {
      const seconds = numberOf(member(name));
      return seconds !== undefined && seconds > 0 ? startedAt + seconds * 1000 : undefined;
    });
  return expiresAt !== undefined && expiresAt <= LAST_MILLISECOND ? expiresAt : undefined;
}

function firstOf<T>(names: readonly string[], read: (name: string) => T | undefined): T | undefined {
  return names.map(read).find((value) => value !== undefined);
}

/** Seconds or milliseconds since 1970, or a date as ISO 8601 or az writes it. */
function timeOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) {
    if (number < FIRST_TIMESTAMP) return undefined;
    return number < FIRST_TIMESTAMP_IN_MILLISECONDS ? number * 1000 : number;
  }
  const text = typeof value === 'string' ? value.trim() : '';
  const [, day, time, zone = ''] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const read = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(read) ? undefined : read;
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && /^\d{1,15}(?:\.\d+)?$/.test(value)
    ? Number.parseFloat(value)
    : undefined;
}

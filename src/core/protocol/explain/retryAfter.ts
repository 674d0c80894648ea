/**
 * `Retry-After` (RFC 9110 §10.2.3) in milliseconds from now: seconds or a date; `undefined` when there is none that
 * can be read. A date that has passed is 0.
 * @param now milliseconds since 1970
 */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const isDate = /^[A-Za-z]{3,9},? /.test(value);
  const at = isDate ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** A waiting time as a person says it. */
export function describeWait(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 120) return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
  if (seconds < 2 * 60 * 60) return `${Math.ceil(seconds / 60)} minutes`;
  return `${Math.ceil(seconds / 3600)} hours`;
}

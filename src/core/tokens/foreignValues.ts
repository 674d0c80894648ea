const MAX_DEPTH = 12;
const MAX_TEXT = 4000;
const MAX_DATE_SECONDS = 8.64e12;

/** Stands where a secret is. */
export const MASK = '•••';

/** Masks secrets that are known, wherever they stand. */
export type Redact = (text: string) => string;

/** Members whose value nobody has to see to understand the rest. */
const secretMembers = /(?:^|_)(?:token|secret|password|assertion)$/i;
/** What a text editor would not show as it is: it could turn a line around or hide a part. */
const invisible = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu;

/** NumericDate members (RFC 7519 §2, RFC 7662 §2.2, OpenID Connect Core §5.1), which nobody can read. */
export const timeMembers: readonly string[] = ['exp', 'nbf', 'iat', 'auth_time', 'updated_at'];

/** A NumericDate in milliseconds since 1970; `undefined` for what is no date. */
export function numericDate(value: unknown): number | undefined {
  return typeof value === 'number' && Math.abs(value) < MAX_DATE_SECONDS ? value * 1000 : undefined;
}

/** A JSON value that a server wrote, for a person: secrets masked, long texts and deep nesting cut. */
export function shownValue(value: unknown, redact: Redact, depth = MAX_DEPTH): unknown {
  if (typeof value === 'string') {
    const text = redact(value);
    return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  }
  // JSON has no word for what is beyond the largest number.
  if (value === Infinity || value === -Infinity) return 'a number too large to be read';
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => shownValue(item, redact, depth - 1));
  const members = Object.entries(value).map(([name, member]) => [
    redact(name),
    typeof member === 'string' && secretMembers.test(name) ? MASK : shownValue(member, redact, depth - 1),
  ]);
  return Object.fromEntries(members) as unknown;
}

/** Text with escapes, as in JSON, in place of what a text editor would not show. */
export function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) =>
    // What lies beyond the first 65,536 takes two.
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

import { objectInJwtPart } from '../../jwt';

/** A token that stands in a text as it is. */
export interface LiteralToken {
  readonly column: number;
  readonly length: number;
  /** Of a JWT that says it: when it expires, milliseconds since 1970. Nobody has verified that. */
  readonly expiresAt?: number | undefined;
}

/** Shorter ones are no tokens: those that servers issue hold 128 bits or more (RFC 6749 §10.10). */
const shortestToken = 16;
/** Characters that a JWT consists of; whatever else is there parts it from what stands around it. */
const words = /[\w.-]+/g;

/** Every JWT (RFC 7519) in a text; the effort grows with its length and no faster. */
export function jwtsIn(text: string): readonly LiteralToken[] {
  if (!text.includes('eyJ')) return [];
  const found: LiteralToken[] = [];
  for (const { 0: word, index } of text.matchAll(words)) {
    const begin = word.indexOf('eyJ');
    if (begin < 0) continue;
    const jwt = word.slice(begin);
    const parts = jwt.split('.');
    if (!isJwt(parts)) continue;
    const exp = parts.length === 3 ? objectInJwtPart(parts[1] ?? '')?.exp : undefined;
    const expiresAt = typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined;
    found.push({ column: index + begin, length: jwt.length, expiresAt });
  }
  return found;
}

/** Signed (RFC 7515 §7.1) or encrypted (RFC 7516 §7.1), with a header that says so. */
function isJwt(parts: readonly string[]): boolean {
  if (parts.length !== 3 && parts.length !== 5) return false;
  if (!parts.slice(1).some((part) => part.length > 1)) return false;
  return typeof objectInJwtPart(parts[0] ?? '')?.alg === 'string';
}

/** Whether a text can be a token that works, and not what somebody wrote where one belongs. */
export function isTokenLike(text: string): boolean {
  return (
    text.length >= shortestToken && /^[\x21-\x7E]+$/.test(text) && !text.includes('{{') && !isDummy(text)
  );
}

/** `<token>`, `eyJ...`, `${TOKEN}`, `%TOKEN%`, `$TOKEN` */
const notation = /[<>{}[\]]|\.\.|^\$|^%.*%$|^[xX*#._0-]+$/;
const dummyWords =
  /your|my|the|paste|insert|replace|put|add|some|example|dummy|sample|test|fake|placeholder|change|me|here|access|bearer|jwt|api|key|auth|oauth2?|id|refresh|token|secret|value|redacted|hidden|goes|with|real/gi;

/** What documentation and examples write in place of a token. */
export function isDummy(text: string): boolean {
  if (notation.test(text)) return true;
  // Words alone, such as `this-is-not-a-token`.
  if (/^[A-Za-z]{1,15}(?:[-_.][A-Za-z]{1,15})+$/.test(text) && !/[a-z][A-Z]/.test(text)) return true;
  if (text.replaceAll(dummyWords, '').replaceAll(/[-_.\d]/g, '').length <= 3 && /[A-Za-z]/.test(text))
    return true;
  return isMonotonous(text);
}

/** `aaaaaaaa`, `1234567890`, `abcdefghij`: each character follows from the one before. */
function isMonotonous(text: string): boolean {
  let following = 0;
  for (let index = 1; index < text.length; index++) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
    if (step === 0 || step === 1 || step === -9) following++;
  }
  return following >= (text.length - 1) * 0.8;
}

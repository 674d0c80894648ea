const MIN_LENGTH = 6;
const MAX_VALUES = 500;
const MASK = '•••';

/** What looks like a credential, whoever wrote it. The second group of each is masked. */
const patterns: readonly RegExp[] = [
  /(\b(?:Bearer|Basic|DPoP)\s+)([\w.~+/=-]{6,})/gi,
  /(\b(?:access_token|refresh_token|id_token|code|code_verifier|client_secret|client_assertion|assertion|password)["']?\s*[=:]\s*["']?)([^\s&"',}]+)/gi,
  /()(\beyJ[\w-]+\.[\w-]+\.[\w-]*)/g,
];

/**
 * The last guard of the log (law 1, decision 16): nothing should bring a secret here, and if something does it is
 * masked. Knows the secrets of the flows that ran, and what secrets look like.
 */
export class Redactor {
  /** Each value with the forms in which it could appear. */
  readonly #values = new Map<string, readonly string[]>();

  /** Masks this value from now on. Values shorter than 6 characters would mask ordinary words and are left out. */
  protect(...values: readonly (string | undefined)[]): void {
    for (const value of values) {
      if (value === undefined || value.length < MIN_LENGTH) continue;
      this.#values.delete(value);
      this.#values.set(value, formsOf(value));
      if (this.#values.size > MAX_VALUES) {
        const [oldest] = this.#values.keys();
        if (oldest !== undefined) this.#values.delete(oldest);
      }
    }
  }

  redact(text: string): string {
    let redacted = text;
    for (const forms of this.#values.values()) {
      for (const form of forms) redacted = redacted.replaceAll(form, MASK);
    }
    for (const pattern of patterns) redacted = redacted.replace(pattern, `$1${MASK}`);
    return redacted;
  }
}

/** As it is, and percent-encoded; a half of a surrogate pair, which a server may send, has no such form. */
function formsOf(value: string): readonly string[] {
  return /\p{Cs}/u.test(value) ? [value] : [...new Set([value, encodeURIComponent(value)])];
}

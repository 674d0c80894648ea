/** How a file asks for a token: by a profile's name, or by the name of its variable. */
export type TokenReference =
  { readonly by: 'profile'; readonly name: string } | { readonly by: 'variable'; readonly name: string };

/** `{{$auth.token("x")}}` as JetBrains and httpYac have it, and `{{$processEnv VALET_KEY_X}}` as REST Client has it. */
const written =
  /\{\{\s*(?:\$auth\.token\s*\(\s*(?:("(?:[^"\\]|\\.)*")|'([^']*)'|([^\s"'(){}]+))\s*\)|\$processEnv\s+(VALET_KEY_[A-Z0-9_]+))\s*\}\}/g;

/** Every reference of a text; none in most, and that is found out at once. */
export function referencesIn(text: string): readonly TokenReference[] {
  if (!text.includes('$auth.token') && !text.includes('$processEnv')) return [];
  return [...text.matchAll(written)].map(referenceOf);
}

/** Puts something in the place of references; `undefined` leaves one as it is written. */
export function replaceReferences(
  text: string,
  replace: (reference: TokenReference) => string | undefined,
): string {
  return text.replace(written, (...match: string[]) => replace(referenceOf(match)) ?? match[0] ?? '');
}

function referenceOf([, quoted, single, bare, variable]: readonly string[]): TokenReference {
  if (variable !== undefined) return { by: 'variable', name: variable };
  return { by: 'profile', name: quoted === undefined ? (single ?? bare ?? '') : unquoted(quoted) };
}

function unquoted(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
}

/** `Authorization: valetkey <profile>`: the profile. */
export function profileOfScheme(value: unknown): string | undefined {
  return typeof value === 'string' ? /^valetkey\s+(\S.*)$/i.exec(value.trim())?.[1] : undefined;
}

/**
 * What stands for a token in httpYac's own objects, from when variables are filled in until the request leaves: so
 * that the token is in none of its variables, logs and views, and is asked for when the address is known.
 */
export class TokenMarks {
  readonly #pattern: RegExp;

  /** @param nonce lower-case hexadecimal, hard to guess: no file and no answer is to hold a mark of its own */
  constructor(private readonly nonce: string) {
    this.#pattern = new RegExp(`valetkey${nonce}x([pv][0-9a-f]*)x`, 'gi');
  }

  /** Letters and digits alone: encoding for a URL or a form leaves it as it is. */
  of({ by, name }: TokenReference): string {
    const bytes = [...new TextEncoder().encode(name)];
    const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return `valetkey${this.nonce}x${by === 'profile' ? 'p' : 'v'}${hex}x`;
  }

  isIn(text: string): boolean {
    return text.includes(this.nonce) && text.search(this.#pattern) >= 0;
  }

  referencesIn(text: string): readonly TokenReference[] {
    if (!text.includes(this.nonce)) return [];
    return [...text.matchAll(this.#pattern)].map(([, marked = '']) => readMarked(marked));
  }

  fill(text: string, replacement: (reference: TokenReference) => string): string {
    return text.replace(this.#pattern, (_whole, marked: string) => replacement(readMarked(marked)));
  }
}

function readMarked(marked: string): TokenReference {
  const bytes = marked.slice(1).match(/../g) ?? [];
  const name = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => parseInt(byte, 16)));
  return { by: marked.startsWith('p') ? 'profile' : 'variable', name };
}

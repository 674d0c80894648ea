/** What the value of a header says about its token. Columns count from 0, from the start of the value. */
export type AuthorizationValue =
  /** Nothing yet. */
  | { readonly kind: 'empty' }
  /** A scheme, or the beginning of one, and no token yet: `Bea`, `Bearer`. */
  | { readonly kind: 'scheme'; readonly scheme: string }
  /** The token itself. `scheme` is empty where the value is the token alone. */
  | {
      readonly kind: 'literal';
      readonly scheme: string;
      readonly token: string;
      readonly tokenColumn: number;
    }
  /** `{{$processEnv NAME}}`; with `%`, the name of a variable of REST Client's environment that holds the name. */
  | (Placed & { readonly kind: 'processEnv'; readonly variable: string; readonly isIndirect: boolean })
  /** `{{$auth.token("profile")}}` */
  | (Placed & { readonly kind: 'auth.token'; readonly profile: string })
  /** `valetkey profile`; the profile is empty while it is typed. */
  | { readonly kind: 'valetkey'; readonly profile: string; readonly profileColumn: number }
  /** Any other `{{…}}` in the value; `text` is what stands between the braces of the first. */
  | (Placed & { readonly kind: 'placeholder'; readonly text: string });

/** Where the placeholder stands, braces and all, and the scheme before it. */
interface Placed {
  readonly scheme: string;
  readonly column: number;
  readonly length: number;
}

const processEnv = /^\$processEnv\s+(%?)(\S+)$/;
/** A string of JavaScript, as JetBrains and httpYac write it: in either kind of quotes, with escapes. */
const authToken = /^\$auth\.token\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)$/s;
const valetKey = /^(valetkey(?:\s+|$))(.*)$/is;
const schemeAndToken = /^([A-Za-z][\w-]*)(\s+)(.+)$/s;
/** One word that can only be a scheme, and no token: RFC 9110 §11.1 names few, and all are short. */
const schemeAlone = /^[A-Za-z][A-Za-z-]{0,15}$/;

/**
 * @param headerName in any case; `Authorization` has a scheme before the token, other headers (`X-Api-Key`) need none
 * @param value as it stands in the file, without the blanks around it
 */
export function readAuthorization(headerName: string, value: string): AuthorizationValue {
  if (value.trim() === '') return { kind: 'empty' };
  const isAuthorization = /^(?:proxy-)?authorization$/i.test(headerName);
  const marked = isAuthorization ? valetKey.exec(value) : null;
  if (marked) {
    return { kind: 'valetkey', profile: marked[2]?.trim() ?? '', profileColumn: marked[1]?.length ?? 0 };
  }
  const found = findPlaceholder(value);
  if (found) return readPlaceholder(value, found.column, found.written, found.text);
  const parts = schemeAndToken.exec(value);
  if (parts) {
    const [, scheme = '', blanks = '', token = ''] = parts;
    return { kind: 'literal', scheme, token: token.trimEnd(), tokenColumn: scheme.length + blanks.length };
  }
  const word = value.trim();
  if (isAuthorization && schemeAlone.test(word)) return { kind: 'scheme', scheme: word };
  return { kind: 'literal', scheme: '', token: word, tokenColumn: value.indexOf(word) };
}

/** The first `{{…}}` with something in it. Not with a pattern: a hostile file would make it take ages. */
function findPlaceholder(
  value: string,
): { readonly column: number; readonly written: string; readonly text: string } | undefined {
  let column = value.indexOf('{{');
  while (column >= 0) {
    const end = value.indexOf('}}', column + 2);
    if (end < 0) return undefined;
    const text = value.slice(column + 2, end).trim();
    if (text !== '') return { column, written: value.slice(column, end + 2), text };
    column = value.indexOf('{{', end + 2);
  }
  return undefined;
}

function readPlaceholder(value: string, column: number, written: string, text: string): AuthorizationValue {
  const placed = { scheme: value.slice(0, column).trim(), column, length: written.length };
  const variable = processEnv.exec(text);
  if (variable) {
    const [, percent, name = ''] = variable;
    return { kind: 'processEnv', ...placed, variable: name, isIndirect: percent === '%' };
  }
  const profile = authToken.exec(text);
  if (profile) return { kind: 'auth.token', ...placed, profile: unescaped(profile[1] ?? profile[2] ?? '') };
  return { kind: 'placeholder', ...placed, text };
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

/** What a string of JavaScript, written without its quotes, means. */
function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/gs, (_, code: string | undefined, character: string) =>
    code === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

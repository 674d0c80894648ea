import { bareToken } from './bareToken';
import { expiryIn } from './outputExpiry';

/** A token in what a program wrote, and what the program says of it. */
export interface FoundToken {
  readonly token: string;
  /** As the program names it, such as `Bearer`. */
  readonly tokenType?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined;
}

export interface OutputOptions {
  /** The profile's own place of the token; the known ones are not looked at then. */
  readonly tokenPath?: string | undefined;
  /** When the program was started; a lifetime counts from there. */
  readonly startedAt: number;
}

/**
 * Where well-known programs put the token in their JSON. The first that fits is taken, so what is deeper, and cannot be
 * meant by chance, comes first.
 */
const knownPaths: readonly string[] = [
  // ExecCredential of Kubernetes: aws eks get-token, kubelogin.
  'status.token',
  // gcloud config config-helper.
  'credential.access_token',
  // vault login, vault write auth/….
  'auth.client_token',
  // az account get-access-token, aws sso.
  'accessToken',
  // A token response (RFC 6749 §5.1).
  'access_token',
  // azd auth token.
  'token',
  // Get-AzAccessToken.
  'Token',
  // aws codeartifact get-authorization-token.
  'authorizationToken',
];

/**
 * Finds the token in a program's output: one bare line, or JSON of a known form, or where the profile says.
 * @returns the token, or in what shape the output is, without anything of what it holds
 */
export function readTokenOutput(
  output: string,
  options: OutputOptions,
): FoundToken | { readonly shape: string } {
  const text = output.replace(/^\uFEFF/, '').trim();
  const json = parsed(text);
  if (json === undefined) {
    const token = options.tokenPath === undefined ? bareToken(text) : undefined;
    return token === undefined ? { shape: shapeOfText(text) } : { token };
  }
  if (typeof json === 'string' && options.tokenPath === undefined) {
    const token = bareToken(json);
    return token === undefined ? { shape: 'JSON with a text that is no token' } : { token };
  }
  const paths = options.tokenPath === undefined ? knownPaths : [options.tokenPath];
  for (const path of paths) {
    const found = tokenAt(json, path.split('.'), options.startedAt);
    if (found !== undefined) return found;
  }
  return { shape: shapeOfJson(json) };
}

function tokenAt(json: unknown, path: readonly string[], startedAt: number): FoundToken | undefined {
  const beside = path.slice(0, -1).reduce<unknown>((value, name) => memberOf(value, name), json);
  const token = memberOf(beside, path.at(-1) ?? '');
  if (typeof token !== 'string' || token === '') return undefined;
  const tokenType = ['tokenType', 'token_type'].map((name) => memberOf(beside, name));
  return {
    token,
    tokenType: tokenType.find((type) => typeof type === 'string'),
    expiresAt: expiryIn((name) => memberOf(beside, name), startedAt),
  };
}

/** An object's own member, or an entry of a list. */
function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

/** `undefined`: it is no JSON; a number or a word in it is a bare line. */
function parsed(text: string): unknown {
  if (!/^[{["]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shapeOfText(text: string): string {
  if (text === '') return 'nothing';
  const lines = text.split('\n').length;
  return `${lines === 1 ? '1 line' : `${lines} lines`} of text`;
}

/** Names of members say where the token may be. What does not look like such a name may be a value. */
function shapeOfJson(json: unknown): string {
  if (typeof json === 'string') return 'JSON with a text';
  if (Array.isArray(json)) return `JSON with a list of ${json.length}`;
  const names = Object.keys(json as object).filter((name) => /^[A-Za-z][A-Za-z_-]{0,30}$/.test(name));
  if (names.length === 0) return 'JSON';
  const shown = names.slice(0, 8).join(', ');
  return `JSON with the members ${shown}${names.length > 8 ? ', …' : ''}`;
}

import type { FileRequest, RequestFile } from './requestFile';

/**
 * The request's URL as the neighbours send it, as far as the file says: with its variables filled in, and of a path
 * alone joined to the `Host` header, or else to the variable `host` (httpYac).
 * @returns `undefined` when it is not certain where the request goes: a placeholder stays in scheme, host or port, a
 * variable that two lines say differently is there (REST Client takes the last one of the file, httpYac the last one
 * above), or the URL has no scheme. In path and query a placeholder may stay.
 */
export function resolveUrl(file: RequestFile, request: FileRequest): string | undefined {
  const fill = (text: string) => fillIn(text, valuesOf(file), request.prompts);
  const url = absolute(fill(request.url), fill, request);
  return url !== undefined && hasKnownHost(url) ? url : undefined;
}

/** A text of a request with the file's variables filled in, as far as the file says what they are. */
export function fillVariables(file: RequestFile, request: FileRequest, text: string): string {
  return fillIn(text, valuesOf(file), request.prompts);
}

function absolute(url: string, fill: (text: string) => string, request: FileRequest): string | undefined {
  if (!url.startsWith('/')) return url;
  const host = request.headers.find(({ name }) => name === 'host')?.value;
  if (host === undefined || host === '') {
    const base = fill('{{host}}');
    return base.includes('://') ? base + url : undefined;
  }
  const filled = fill(host);
  const port = filled.split(':')[1];
  // Both neighbours take https for these two ports alone.
  return `${port === '443' || port === '8443' ? 'https' : 'http'}://${filled}${url}`;
}

/** Up to the end of the authority; a backslash ends it too (WHATWG URL). */
const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]+/i;

function hasKnownHost(url: string): boolean {
  const match = origin.exec(url)?.[0];
  return match !== undefined && !match.includes('{{') && !match.includes('}}');
}

/** What the file says that a variable is, as written; `undefined`: nothing, or two things. */
export function valueOfVariable(file: RequestFile, name: string): string | undefined {
  return valuesOf(file).get(name);
}

const known = new WeakMap<RequestFile, ReadonlyMap<string, string | undefined>>();

/** By name; `undefined` where two lines differ. */
function valuesOf(file: RequestFile): ReadonlyMap<string, string | undefined> {
  const found = known.get(file);
  if (found) return found;
  const values = new Map<string, string | undefined>();
  for (const { name, value } of file.variables) {
    values.set(name, values.has(name) && values.get(name) !== value ? undefined : value);
  }
  known.set(file, values);
  return values;
}

const placeholder = /\{\{\s*([^{}\s]+)\s*\}\}/g;
/** Variables that name each other end somewhere; those that name themselves end here. */
const maximumDepth = 10;
/** A text that variables multiply is none that anybody sends. */
const maximumLength = 20_000;

function fillIn(
  text: string,
  values: ReadonlyMap<string, string | undefined>,
  prompts: readonly string[],
): string {
  let filled = text;
  for (let depth = 0; depth < maximumDepth && filled.length < maximumLength; depth++) {
    const before = filled;
    filled = before.replace(placeholder, (written, name: string) =>
      prompts.includes(name) ? written : (values.get(name) ?? written),
    );
    if (filled === before) break;
  }
  return filled;
}

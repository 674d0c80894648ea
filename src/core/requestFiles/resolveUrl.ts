import { isHostOf } from './hostHeader';
import type { FileRequest, RequestFile } from './requestFile';
import { VariableFiller, type VariableValues } from './variableFiller';

/**
 * The request's URL as the neighbours send it, as far as the file says: with its variables filled in, and of a path
 * alone joined to the `Host` header, or else to the variable `host` (httpYac).
 * @returns `undefined` when it is not certain where the request goes: a placeholder stays in scheme, host or port, a
 * variable that two lines say differently is there (REST Client takes the last one of the file, httpYac the last one
 * above) or one that a request is named like, its variables multiply, the URL has no scheme, or `Host` says another
 * server beside it. In path and query a placeholder may stay.
 */
export function resolveUrl(file: RequestFile, request: FileRequest): string | undefined {
  const filler = fillerOf(file, request, maximumUrlGrowth);
  const url = absolute(filler.fillUrl(request.url), (text) => filler.fillUrl(text), request);
  const hosts = request.headers.filter(({ name }) => name === 'host').map(({ value }) => filler.fill(value));
  if (url === undefined || !filler.isWhole || !hasKnownHost(url)) return undefined;
  return isHostOf(url, hosts) ? url : undefined;
}

/** A text of a request with the file's variables filled in, as far as the file says what they are. */
export function fillVariables(file: RequestFile, request: FileRequest, text: string): string {
  return fillerOf(file, request, maximumTextGrowth).fill(text);
}

/** Addresses are read of all requests of a file that is opened; other texts of one, when a person wants it. */
const maximumUrlGrowth = 20_000;
const maximumTextGrowth = 1_000_000;

function fillerOf(file: RequestFile, { prompts }: FileRequest, maximumGrowth: number): VariableFiller {
  const isElsewhere = (name: string) =>
    prompts.includes(name) || file.hasRequestNamed(name) || file.hasRequestNamed(name.split('.', 1)[0] ?? '');
  return new VariableFiller(valuesOf(file), isElsewhere, maximumGrowth);
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
/** An editor takes them for blanks, and the neighbours’ patterns end there. */
const lineEnds = /[\u2028\u2029]/;

function hasKnownHost(url: string): boolean {
  const match = origin.exec(url)?.[0];
  return match !== undefined && !match.includes('{{') && !match.includes('}}') && !lineEnds.test(url);
}

/** What the file says that a variable is, as written; `undefined`: nothing, or two things. */
export function valueOfVariable(file: RequestFile, name: string): string | undefined {
  return valuesOf(file).get(name);
}

const known = new WeakMap<RequestFile, VariableValues>();

/** By name; `undefined` where two lines differ, or the neighbours would not take the line for a variable. */
function valuesOf(file: RequestFile): VariableValues {
  const found = known.get(file);
  if (found) return found;
  const values = new Map<string, string | undefined>();
  for (const { name, value } of file.variables) {
    const isClear = !lineEnds.test(value) && (!values.has(name) || values.get(name) === value);
    values.set(name, isClear ? value : undefined);
  }
  known.set(file, values);
  return values;
}

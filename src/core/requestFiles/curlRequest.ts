import { ValetKeyError } from '../errors';
import { readAuthorization } from './authorizationValue';
import type { CurlHeader, CurlRequest } from './curl';
import type { LineSource } from './lineSource';
import type { FileRequest, RequestFile } from './requestFile';
import { fillVariables, resolveUrl } from './resolveUrl';
import { parameterAt } from './tokenInUrl';
import type { TokenPlacement } from './tokenPlacement';

/** A request of a file with the file's variables filled in; placeholders of tokens stand in it as they are written. */
export type RequestDraft = Required<Pick<CurlRequest, 'method' | 'url' | 'headers' | 'body' | 'bodyFile'>>;

/** Where a request says that a token belongs. */
export type TokenReference =
  | { readonly kind: 'variable'; readonly variable: string }
  | { readonly kind: 'profile'; readonly profile: string };

/** What is put in the place of a reference. `undefined`: it stays. */
export type TokenOf = (
  reference: TokenReference,
) => { readonly accessToken: string; readonly placement: TokenPlacement } | undefined;

/**
 * @param lines the text that the file was read from
 * @throws ValetKeyError `no_request` for one that is a curl command already
 */
export function draftRequest(file: RequestFile, request: FileRequest, lines: LineSource): RequestDraft {
  if (request.isCurl) {
    throw new ValetKeyError('no_request', 'This request is a curl command already.', {
      hint: 'Copy it from the file; its placeholders are for REST Client.',
    });
  }
  const fill = (text: string) => fillVariables(file, request, text);
  const isPathAlone = request.url.startsWith('/');
  const headers = request.headers
    // With a path alone, the host is in the URL by now.
    .filter(({ name }) => !(isPathAlone && name === 'host'))
    .map(({ line, name, nameColumn, value }) => ({
      // As it is written: `name` is in lower case.
      name: lines.lineAt(line).slice(nameColumn, nameColumn + name.length),
      value: fill(value),
    }));
  const written = bodyLines(request, lines);
  const source = written.length === 1 ? /^<@?\w*\s+(\S.*)$/.exec(written[0] ?? '')?.[1] : undefined;
  return {
    method: request.method?.toUpperCase(),
    url: (resolveUrl(file, request) ?? fill(request.url)).replace(/\sHTTP\/[\d.]+$/i, '').trimEnd(),
    headers,
    body: source === undefined && written.length > 0 ? fill(joined(written, headers)) : undefined,
    bodyFile: source === undefined ? undefined : fill(source.trim()),
  };
}

/** What belongs to httpYac and JetBrains, and not to the body: tests, scripts and files for the answer. */
const afterBody = /^(?:>\s*\{%|>>!?\s|\?\?\s|<>\s)/;

function bodyLines({ bodyLine, endLine }: FileRequest, lines: LineSource): string[] {
  if (bodyLine === undefined) return [];
  const found: string[] = [];
  for (let line = bodyLine; line <= endLine; line++) {
    const text = lines.lineAt(line);
    if (afterBody.test(text)) break;
    found.push(text);
  }
  while (found.at(-1)?.trim() === '') found.pop();
  return found;
}

/** A form may be written with a line for each field; it is sent as one. */
function joined(lines: readonly string[], headers: readonly CurlHeader[]): string {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return lines.join('\n');
  return lines
    .map((line) => (line.startsWith('&') ? line.trim() : `\n${line.trim()}`))
    .join('')
    .trim();
}

const tokenPlaceholder =
  /\{\{\s*(?:\$processEnv\s+(VALET_KEY_\w+)|\$auth\.token\(\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\))\s*\}\}/g;

/** Every reference to a token in a request, wherever it stands. */
export function tokenReferences(draft: RequestDraft): readonly TokenReference[] {
  const found = new Map<string, TokenReference>();
  replaceTokens(draft, (reference) => {
    found.set(JSON.stringify(reference), reference);
    return undefined;
  });
  return [...found.values()];
}

function referenceOf(written: string, variable: string | undefined): TokenReference {
  if (variable !== undefined) return { kind: 'variable', variable };
  const read = readAuthorization('', written);
  return { kind: 'profile', profile: read.kind === 'auth.token' ? read.profile : '' };
}

/** Every reference in a request's URL, with the parameter of the query whose whole value it is. */
export function referencesInUrl({
  url,
}: RequestDraft): readonly { readonly reference: TokenReference; readonly parameter: string | undefined }[] {
  return [...url.matchAll(tokenPlaceholder)].map(({ 0: written, 1: variable, index }) => ({
    reference: referenceOf(written, variable),
    parameter: parameterAt(url, index, index + written.length),
  }));
}

/** The request with tokens in the place of references. */
export function replaceTokens(draft: RequestDraft, tokenOf: TokenOf): RequestDraft {
  const inText = (text: string, encode: (token: string) => string): string => {
    // In one go: what a token holds is not looked at again.
    return text.replace(tokenPlaceholder, (written, variable: string | undefined) => {
      const token = tokenOf(referenceOf(written, variable));
      return token === undefined ? written : encode(token.accessToken);
    });
  };
  const asItIs = (token: string) => token;
  const headers: CurlHeader[] = [];
  let { url } = draft;
  for (const { name, value } of draft.headers) {
    const read = readAuthorization(name, value);
    const placement =
      read.kind === 'valetkey' && read.profile !== ''
        ? tokenOf({ kind: 'profile', profile: read.profile })?.placement
        : undefined;
    if (placement === undefined) headers.push({ name, value: inText(value, asItIs) });
    else if (placement.kind === 'header') headers.push(placement);
    else url = withQuery(url, placement);
  }
  return {
    ...draft,
    url: inText(url, encodeURIComponent),
    headers,
    body: draft.body === undefined ? undefined : inText(draft.body, asItIs),
  };
}

/** Whether a request says of the header that tokens go into what stands there, be it something else. */
export function saysHeader({ headers }: RequestDraft, header: string): 'no' | 'empty' | 'yes' {
  const found = headers.find(({ name }) => name.toLowerCase() === header.toLowerCase());
  if (found === undefined) return 'no';
  const { kind } = readAuthorization(found.name, found.value);
  return kind === 'empty' || kind === 'scheme' ? 'empty' : 'yes';
}

/** The request with a token where its profile says, in place of what stands there. */
export function withToken(draft: RequestDraft, placement: TokenPlacement): RequestDraft {
  if (placement.kind === 'query') return { ...draft, url: withQuery(draft.url, placement) };
  const { name, value } = placement;
  const others = draft.headers.filter((header) => header.name.toLowerCase() !== name.toLowerCase());
  return { ...draft, headers: [...others, { name, value }] };
}

function withQuery(url: string, { name, value }: { readonly name: string; readonly value: string }): string {
  const [address = '', ...fragment] = url.split('#');
  const parameter = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  const query = `${address}${address.includes('?') ? '&' : '?'}${parameter}`;
  return [query, ...fragment].join('#');
}

/** The placeholders that are left, which curl sends as they are written. */
export function openPlaceholders({
  url,
  headers,
  body = '',
  bodyFile = '',
}: RequestDraft): readonly string[] {
  const texts = [url, ...headers.map(({ value }) => value), body, bodyFile];
  return [...new Set(texts.flatMap((text) => text.match(/\{\{[^{}]*\}\}/g) ?? []))];
}

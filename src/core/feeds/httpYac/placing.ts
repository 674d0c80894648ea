import { placeToken } from '../../requestFiles/tokenPlacement';
import type { Profile } from '../../profiles/profile';
import type { TokenRecord } from '../../tokens/tokenRecord';
import type { SendingOptions } from './httpYacTypes';
import type { TokenMarks, TokenReference } from './tokenReferences';
import { fillHeader, type MarkedHeader, type WantedTokens } from './wantedTokens';

/** A token that is to go into a request. */
export interface ReadyToken {
  readonly profile: Profile;
  readonly record: TokenRecord;
}

/** What of a request's headers and query changes when the tokens are put in. Header names in lower case. */
export interface Placed {
  readonly headers: ReadonlyMap<string, string | readonly string[]>;
  readonly query: readonly { readonly name: string; readonly value: string }[];
  readonly body: string | undefined;
  /** A token that is bound to a key: each request needs a proof beside it (RFC 9449 §4). */
  readonly bound: TokenRecord | undefined;
}

/** @param tokenOf a token for every reference of `wanted` */
export function place(
  wanted: WantedTokens,
  marks: TokenMarks,
  tokenOf: (reference: TokenReference) => ReadyToken,
): Placed {
  const headers = new Map<string, string | readonly string[]>();
  const query: { name: string; value: string }[] = [];
  const accessToken = (reference: TokenReference) => tokenOf(reference).record.tokenSet.accessToken;
  const fill = (text: string) => marks.fill(text, accessToken);
  const encoded = (text: string) =>
    marks.fill(text, (reference) => encodeURIComponent(accessToken(reference)));
  for (const { name, value } of wanted.headers) {
    const scheme = boundScheme({ name, value }, marks, tokenOf);
    const filled =
      typeof value === 'string' ? fillHeader(value, fill) : value.map((text) => fillHeader(text, fill));
    headers.set(name.toLowerCase(), scheme ?? filled);
  }
  for (const reference of [...wanted.schemes.map((scheme) => scheme.reference), ...wanted.inUrl]) {
    const { profile, record } = tokenOf(reference);
    const placement = placeToken(profile, record.tokenSet);
    if (placement.kind === 'header') headers.set(placement.name.toLowerCase(), placement.value);
    else query.push({ name: placement.name, value: placement.value });
  }
  const tokens = wanted.references.map((reference) => tokenOf(reference).record);
  return {
    headers,
    query,
    body: wanted.body === undefined ? undefined : wanted.isForm ? encoded(wanted.body) : fill(wanted.body),
    bound: tokens.find(({ tokenSet }) => tokenSet.dpopKey !== undefined),
  };
}

/** `Bearer` is what everybody writes; a bound token is refused with it (RFC 9449 §7.1). */
function boundScheme(
  { name, value }: MarkedHeader,
  marks: TokenMarks,
  tokenOf: (reference: TokenReference) => ReadyToken,
): string | undefined {
  if (name.toLowerCase() !== 'authorization' || typeof value !== 'string') return undefined;
  const [reference] = marks.referencesIn(value);
  if (reference === undefined) return undefined;
  const { tokenType, accessToken } = tokenOf(reference).record.tokenSet;
  const isBearer = /^\s*bearer\s+(\S+)\s*$/i.exec(value)?.[1] === marks.of(reference);
  return isBearer && tokenType === 'DPoP' ? `DPoP ${accessToken}` : undefined;
}

/**
 * Puts the tokens into a request that is about to leave.
 * @param shown what stands for the body until then
 */
export function putIn(options: SendingOptions, wanted: WantedTokens, placed: Placed, shown: unknown): void {
  for (const { header } of wanted.schemes) remove(options, header.toLowerCase());
  for (const [name, value] of placed.headers)
    options.headers[name] = typeof value === 'string' ? value : [...value];
  if (placed.query.length > 0) options.url = withQuery(options.url, placed.query);
  // A redirect may have made it a GET.
  if (placed.body !== undefined && options.body === shown) setBody(options, placed.body);
}

/** Takes everything out again that may hold a token, before a request goes somewhere else. */
export function takeOut(
  options: SendingOptions,
  wanted: WantedTokens,
  placed: Placed,
  shown: string | undefined,
): void {
  const names = [
    ...wanted.schemes.map(({ header }) => header.toLowerCase()),
    ...placed.headers.keys(),
    ...(placed.bound === undefined ? [] : ['dpop']),
  ];
  for (const name of names) remove(options, name);
  if (shown !== undefined && options.body === placed.body) setBody(options, shown);
}

/** As they are written, with the parameters at the end; one of the same name gives way. */
export function withQuery(url: URL, parameters: readonly { name: string; value: string }[]): URL {
  const names = parameters.map(({ name }) => encodeURIComponent(name));
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !names.includes(pair.split('=', 1)[0] ?? ''));
  const added = parameters.map(
    ({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const changed = new URL(url);
  changed.search = [...kept, ...added].join('&');
  return changed;
}

/** Left as undefined, it would be refused by Node. */
function remove({ headers }: SendingOptions, name: string): void {
  Reflect.deleteProperty(headers, name);
}

function setBody(options: SendingOptions, body: string): void {
  options.body = body;
  if (options.headers['content-length'] !== undefined)
    options.headers['content-length'] = String(new TextEncoder().encode(body).length);
}

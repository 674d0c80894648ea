import type { Profile } from '../../profiles/profile';
import { basicCredentials } from '../../requestFiles/basicCredentials';
import { isQueryParameterOf, tokenInUrl } from '../../requestFiles/tokenInUrl';
import type { HttpYacRequest } from './httpYacTypes';
import { profileOfScheme, type TokenMarks, type TokenReference } from './tokenReferences';

/** A header into whose value tokens go. */
export interface MarkedHeader {
  readonly name: string;
  readonly value: string | readonly string[];
}

/** Where a request wants tokens. */
export interface WantedTokens {
  readonly headers: readonly MarkedHeader[];
  readonly body: string | undefined;
  readonly isForm: boolean;
  /** By `Authorization: valetkey <profile>`: the token goes where its profile says. */
  readonly schemes: readonly { readonly header: string; readonly reference: TokenReference }[];
  readonly inUrl: readonly TokenReference[];
  /** Every one, once. */
  readonly references: readonly TokenReference[];
}

/** `undefined`: the request wants none, as most do. */
export function wantedTokens(request: HttpYacRequest, marks: TokenMarks): WantedTokens | undefined {
  const headers: MarkedHeader[] = [];
  const schemes: { header: string; reference: TokenReference }[] = [];
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const profile = name.toLowerCase() === 'authorization' ? profileOfScheme(single(value)) : undefined;
    const texts = Array.isArray(value) ? value : [value];
    if (profile !== undefined) schemes.push({ header: name, reference: { by: 'profile', name: profile } });
    else if (texts.some((text) => typeof text === 'string' && marks.isIn(decoded(text)))) {
      headers.push({ name, value: value as string | string[] });
    }
  }
  const body = typeof request.body === 'string' && marks.isIn(request.body) ? request.body : undefined;
  const inUrl = marks.referencesIn(request.url);
  const found = [
    ...schemes.map(({ reference }) => reference),
    ...headers.flatMap(({ value }) => [value].flat().flatMap((text) => marks.referencesIn(decoded(text)))),
    ...(body === undefined ? [] : marks.referencesIn(body)),
    ...inUrl,
  ];
  const references = [...new Map(found.map((reference) => [marks.of(reference), reference])).values()];
  const isForm = request.contentType?.mimeType === 'application/x-www-form-urlencoded';
  return references.length === 0 ? undefined : { headers, body, isForm, schemes, inUrl, references };
}

function single(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
}

/** httpYac has encoded `Basic user:{{…}}` by now. */
function decoded(value: string): string {
  return basicCredentials(value) ?? value;
}

/** A header's value with the tokens in it. */
export function fillHeader(value: string, fill: (text: string) => string): string {
  const text = decoded(value);
  // What stands in for a token may hold letters that are no bytes.
  return text === value ? fill(value) : `Basic ${btoa(fill(text).replaceAll(/[^\0-\xff]/g, '?'))}`;
}

/**
 * Takes the tokens out of a request's address: a profile that wants its token in the query has it put there when the
 * request leaves.
 * @throws ValetKeyError `profile_invalid` for a token in any other place of the address (L16)
 */
export function urlWithoutTokens(
  url: string,
  marks: TokenMarks,
  profileOf: (reference: TokenReference) => Profile,
): string {
  const [beforeFragment = '', ...fragment] = url.split('#');
  const [path = '', ...query] = beforeFragment.split('?');
  const kept = query
    .join('?')
    .split('&')
    .filter((pair) => {
      const [reference] = marks.referencesIn(pair);
      if (reference === undefined) return true;
      const [parameter, value] = pair.split(/=(.*)/s);
      return value !== marks.of(reference) || !isQueryParameterOf(profileOf(reference), parameter);
    });
  const cleaned = [kept.join('&') === '' ? path : `${path}?${kept.join('&')}`, ...fragment].join('#');
  const [left] = marks.referencesIn(cleaned);
  if (left !== undefined) throw tokenInUrl(profileOf(left), 'sent');
  return cleaned;
}

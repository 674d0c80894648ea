import { cleanServerText } from '../../errors';
import type { Answer, HttpYacRequest, HttpYacResponse, SendingOptions } from './httpYacTypes';
import type { TokenMarks, TokenReference } from './tokenReferences';
import { fillHeader, type WantedTokens } from './wantedTokens';

/** What people see where a token was, as in httpYac's log. */
export function standIn({ name }: Pick<TokenReference, 'name'>): string {
  return `<token of ${cleanServerText(name)}>`;
}

/** Puts what can be shown in the place of marks: it is what httpYac logs when the request fails. */
export function showStandIns(request: HttpYacRequest, wanted: WantedTokens, marks: TokenMarks): void {
  const show = (text: string) => marks.fill(text, standIn);
  const headers = wanted.headers.map(({ name, value }) => [
    name,
    typeof value === 'string' ? fillHeader(value, show) : value.map((text) => fillHeader(text, show)),
  ]);
  request.headers = { ...request.headers, ...(Object.fromEntries(headers) as Record<string, unknown>) };
  if (wanted.body !== undefined) request.body = show(wanted.body);
}

/** Takes tokens out of what httpYac shows, logs and keeps of a request: it has it from what was really sent. */
export class Masking {
  readonly #shown: readonly (readonly [string, string])[];

  /** @param tokens each with its profile's name */
  constructor(tokens: readonly { readonly accessToken: string; readonly profile: string }[]) {
    this.#shown = tokens.flatMap(({ accessToken, profile }) => [
      [accessToken, standIn({ name: profile })] as const,
      [encodeURIComponent(accessToken), 'TOKEN'] as const,
    ]);
  }

  /** The answer itself stays as the server gave it. */
  response(response: HttpYacResponse): void {
    const { name, request } = response;
    if (name !== undefined) response.name = this.#text(name);
    if (request === undefined) return;
    const headers = Object.entries(request.headers ?? {}).map(([key, value]) => [key, this.#value(value)]);
    response.request = {
      ...request,
      url: this.#text(request.url),
      headers: Object.fromEntries(headers) as Record<string, unknown>,
      body: this.#value(request.body),
    };
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.#credentials(this.#text(value));
    return Array.isArray(value) ? value.map((one) => this.#value(one)) : value;
  }

  #credentials(value: string): string {
    return /^basic /i.test(value) ? fillHeader(value, (text) => this.#text(text)) : value;
  }

  #text(text: string): string {
    return this.#shown.reduce((masked, [token, shown]) => masked.replaceAll(token, shown), text);
  }
}

/** httpYac writes whole answers that redirect to its log, with the request that each is the answer to. */
export function keepOutOfLogs(options: SendingOptions, response: Answer): void {
  const { statusCode, url, headers } = response;
  const without = (object: object, shown: object) =>
    Object.defineProperty(object, 'toJSON', { value: () => shown, configurable: true });
  without(response, { statusCode, location: headers.location ?? url });
  without(options, { method: options.method });
}

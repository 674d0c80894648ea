import { isHostOf } from '../../requestFiles/hostHeader';
import type { Answer, SendingHooks, SendingOptions } from './httpYacTypes';
import { putIn, takeOut, type Placed } from './placing';
import { keepOutOfLogs } from './shownRequest';
import type { TokensForHttpYac } from './tokensForHttpYac';
import type { WantedTokens } from './wantedTokens';
import { hostHeaders } from './way';

/** The newest nonce that each resource server gave, by origin (RFC 9449 §9). */
export type DpopNonces = Map<string, string>;

interface Dependencies {
  readonly proof: TokensForHttpYac['proof'];
  readonly nonces: DpopNonces;
}

/** A request that has its tokens, from here to the server and along its redirects. */
export class OutgoingRequest {
  /** What was led to another origin once gets no token any more, not even back home: the other one chose the way. */
  readonly #left = new WeakSet<SendingOptions>();

  /**
   * @param origin where the tokens may go
   * @param shownBody what stands for the body in httpYac's own objects
   */
  constructor(
    private readonly origin: string,
    private readonly wanted: WantedTokens,
    private readonly placed: Placed,
    private readonly shownBody: string | undefined,
    private readonly dependencies: Dependencies,
  ) {}

  /** Adds to the hooks of the library that sends the request: a token is in it only while it is under way. */
  addTo(hooks: SendingHooks): void {
    (hooks.beforeRequest ??= []).push((options) => this.#beforeRequest(options));
    (hooks.beforeRedirect ??= []).push(keepOutOfLogs);
    if (this.placed.bound === undefined) return;
    (hooks.afterResponse ??= []).push((response, retry) => this.#afterResponse(response, retry));
  }

  async #beforeRequest(options: SendingOptions): Promise<void> {
    const { wanted, placed } = this;
    // A script may have changed the header meanwhile.
    const isElsewhere = !isHostOf(options.url.href, hostHeaders(options.headers));
    if (isElsewhere || options.url.origin !== this.origin) this.#left.add(options);
    if (this.#left.has(options)) {
      takeOut(options, wanted, placed, this.shownBody);
      return;
    }
    putIn(options, wanted, placed, this.shownBody);
    if (placed.bound === undefined) return;
    const { proof, nonces } = this.dependencies;
    const { method, url } = options;
    const nonce = nonces.get(this.origin);
    options.headers.dpop = await proof({ tokenSet: placed.bound.tokenSet, method, url: url.href, nonce });
  }

  /** A server that wants a nonce gives one with its refusal (RFC 9449 §9); asked again once. */
  #afterResponse(response: Answer, retry: (options: object) => unknown): unknown {
    const { nonces } = this.dependencies;
    const { 'dpop-nonce': nonce, 'www-authenticate': challenge } = response.headers;
    if (typeof nonce !== 'string' || new URL(response.url).origin !== this.origin) return response;
    const isNew = nonces.get(this.origin) !== nonce;
    nonces.set(this.origin, nonce);
    const isWanted = response.statusCode === 401 && String(challenge).includes('use_dpop_nonce');
    return isWanted && isNew ? retry({}) : response;
  }
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ValetKeyError, cleanServerText } from '../../core/errors';
import type {
  Browser,
  CallbackOutcome,
  ListenOptions,
  Logger,
  PendingAuthorizationResponse,
} from '../../core/ports';
import { bringsBack, doubledParameter } from '../../core/signIn/answers';
import { sendFragmentPage, sendPage, sendRedirect, sendText } from './answers';
import { readForm } from './formBody';
import { FRAGMENT_FIELD } from './fragmentPage';
import type { Listeners } from './listeners';
import { cancelledPage, outcomePage, strayAnswerPage, usedStartPage } from './pages';
import type { LoopbackTarget } from './redirectUri';

const MAX_TARGET_LENGTH = 16 * 1024;
const MAX_HEADERS = 100;
/** Answers without the flow's state that get a page; beyond, somebody is trying something. */
const MAX_STRAY_ANSWERS = 100;

export interface PendingResponseOptions extends Pick<ListenOptions, 'state' | 'stateOf' | 'responseMode'> {
  readonly browser: Browser;
  readonly logger: Logger;
  /** How long the last page may still be fetched after the flow's end. Milliseconds. */
  readonly lingerMs: number;
  readonly listeners: Listeners;
  readonly redirectUri: string;
  /** Where answers come, as the browser knows it. */
  readonly target: LoopbackTarget;
  /** `http://host:port`, as this process has it; in a remote window the browser may know another port. */
  readonly ownOrigin: string;
  readonly forwardedTo?: number | undefined;
}

type Handler = () => void;

/** One flow's listener: three exact paths, and one answer that is taken (law 7). */
export class PendingResponse implements PendingAuthorizationResponse {
  readonly redirectUri: string;
  readonly forwardedTo: number | undefined;
  readonly response: Promise<URLSearchParams>;
  readonly #options: PendingResponseOptions;
  readonly #startPath = `/start/${newNonce()}`;
  readonly #donePath = `/done/${newNonce()}`;
  /** How the browser may call us: in `Host`, and in the `Origin` of our own page. */
  readonly #authorities: Set<string>;
  readonly #origins: Set<string>;
  /** Browsers that wait to hear what came of it, and the path that each is at. */
  readonly #waiting = new Map<ServerResponse, string>();
  #resolveResponse!: (parameters: URLSearchParams) => void;
  /** Tells where the browser is to go; there until one asks. */
  #authorizationUrl: (() => Promise<string>) | undefined;
  #accepted = false;
  /** Browsers that were told to fetch the last page and have not done so yet. */
  #pagesOwed = 0;
  #onAllServed: (() => void) | undefined;
  #strayAnswers = 0;
  #outcome: CallbackOutcome | 'cancelled' | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: PendingResponseOptions) {
    this.#options = options;
    this.redirectUri = options.redirectUri;
    this.forwardedTo = options.forwardedTo;
    this.#authorities = new Set([options.target.authority, new URL(options.ownOrigin).host]);
    this.#origins = new Set([options.target.origin, options.ownOrigin]);
    this.response = new Promise((resolve) => (this.#resolveResponse = resolve));
    options.listeners.serve((request, response) => this.#route(request, response));
  }

  async startAt(authorizationUrl: string, current?: () => Promise<string>): Promise<string> {
    checkCharacters(authorizationUrl);
    this.#authorizationUrl = current ?? (() => Promise.resolve(authorizationUrl));
    const startUrl = this.#options.ownOrigin + this.#startPath;
    try {
      // In a remote window this makes the editor forward the port, and tells by which name the browser will come.
      const { host, origin } = new URL(await this.#options.browser.reach(startUrl));
      this.#authorities.add(host);
      this.#origins.add(origin);
    } catch {
      this.#options.logger.warn('The editor did not say how the browser reaches the redirect URI.');
    }
    return startUrl;
  }

  finish(outcome: CallbackOutcome): void {
    this.#finish(outcome);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #finish(outcome: CallbackOutcome | 'cancelled'): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    for (const [response, path] of this.#waiting) this.#sendToLastPage(response, path);
  }

  async #close(): Promise<void> {
    this.#authorizationUrl = undefined;
    this.#finish('cancelled');
    // Browsers that were told to fetch the last page get the time to do so, and no more.
    if (this.#pagesOwed > 0) {
      const allServed = new Promise<void>((resolve) => (this.#onAllServed = resolve));
      await this.#within(this.#options.lingerMs, allServed);
    }
    await this.#options.listeners.close();
  }

  async #within(milliseconds: number, done: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([done, new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
    clearTimeout(timer);
  }

  #route(request: IncomingMessage, response: ServerResponse): void {
    const target = request.url ?? '';
    if (target.length > MAX_TARGET_LENGTH) return sendText(response, 414, 'The address is too long.');
    if (request.rawHeaders.length / 2 > MAX_HEADERS) return sendText(response, 431, 'Too many headers.');
    // Whoever comes by another name was led here by somebody's DNS (law 7).
    if (!this.#authorities.has(request.headers.host?.toLowerCase() ?? '')) {
      return sendText(response, 403, 'Unknown host.');
    }
    // Compared as they are, never resolved: `//evil`, `/a/../b` or `http://evil/` are just paths that nothing has.
    const [path = '', ...rest] = target.split('?');
    const handlers = this.#handlersOf(path, rest.join('?'), request, response);
    if (!handlers) return sendText(response, 404, 'Nothing is here.');
    const handle = handlers[request.method ?? ''];
    if (!handle) {
      const allowed = Object.keys(handlers).join(', ');
      response.setHeader('Allow', allowed);
      return sendText(response, 405, `Only ${allowed}.`);
    }
    handle();
  }

  #handlersOf(
    path: string,
    query: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Readonly<Record<string, Handler | undefined>> | undefined {
    if (path === this.#startPath) return { GET: () => void this.#start(response) };
    if (path === this.#donePath) return { GET: () => this.#done(request, response) };
    if (path !== this.#options.target.path) return undefined;
    const parameters = new URLSearchParams(query);
    return {
      GET: () => this.#arrive(parameters, response),
      POST: () => void this.#readPost(parameters, request, response),
    };
  }

  /** The hop to the authorization server, since an editor opens no URL byte for byte (law 9). Works once. */
  async #start(response: ServerResponse): Promise<void> {
    const urlNow = this.#authorizationUrl;
    if (urlNow === undefined) return sendPage(response, 410, usedStartPage);
    this.#authorizationUrl = undefined;
    try {
      const url = await urlNow();
      checkCharacters(url);
      sendRedirect(response, 302, url);
    } catch {
      // Whoever made the URL says what is wrong with it, to the person and to this browser.
      this.#keepWaiting(response, this.#startPath);
    }
  }

  /** An answer in the query; where there is none, it may be in the fragment, which only the browser knows. */
  #arrive(parameters: URLSearchParams, response: ServerResponse): void {
    const isAnswer = [...parameters.keys()].some((name) => !this.#options.target.query.has(name));
    if (isAnswer) this.#receive(parameters, parameters, response);
    else sendFragmentPage(response);
  }

  /**
   * An answer as a form: from our own page, which knows the fragment, or from anywhere when that is how the server was
   * asked to answer (OAuth 2.0 Form Post Response Mode). The state is what tells whether it is ours.
   */
  async #readPost(query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isOurPage = this.#origins.has(request.headers.origin ?? '');
    const isFormPost = this.#options.responseMode === 'form_post';
    if (!isOurPage && !isFormPost) return sendText(response, 403, 'Unknown origin.');
    const form = await readForm(request);
    if (form === undefined) return;
    if (form === 'no_form') return sendText(response, 415, 'Only a form.');
    if (form === 'too_long') return sendText(response, 413, 'The answer is too long.');
    const fragment = isOurPage ? form.get(FRAGMENT_FIELD) : null;
    if (fragment === null && !isFormPost) return sendText(response, 400, 'Nothing is in this form.');
    this.#receive(fragment === null ? form : new URLSearchParams(fragment), query, response);
  }

  /**
   * Takes the first answer with the flow's state. The browser then waits for `finish`, so that no page says success
   * before the token is stored, and is led to an address without the code.
   * @param query of the address that it came to
   */
  #receive(parameters: URLSearchParams, query: URLSearchParams, response: ServerResponse): void {
    const stray = this.#whyStray(parameters, query);
    if (stray !== undefined) return this.#refuse(stray, parameters, response);
    if (this.#outcome === undefined && !this.#accepted) {
      this.#accepted = true;
      this.#resolveResponse(parameters);
    }
    this.#keepWaiting(response, this.#options.target.path ?? '');
  }

  #keepWaiting(response: ServerResponse, path: string): void {
    this.#waiting.set(response, path);
    response.once('close', () => this.#waiting.delete(response));
    if (this.#outcome !== undefined) this.#sendToLastPage(response, path);
  }

  /** Why an answer is not this flow's, for the log; `undefined` when it is. */
  #whyStray(parameters: URLSearchParams, query: URLSearchParams): string | undefined {
    const doubled = doubledParameter(parameters);
    if (doubled !== undefined) return `it holds ${doubled} more than once`;
    if (!areEqual(this.#options.stateOf(parameters) ?? '', this.#options.state))
      return 'it does not hold this sign-in’s state';
    return bringsBack(this.#options.target.query, query)
      ? undefined
      : 'it came without the query of the redirect URI';
  }

  /**
   * Answers at once, with 400, and changes nothing (law 8). No 303 here: whoever sent this learns from the status that
   * it was refused, nothing has to be kept for a second page, and the address holds no code of ours to hide.
   */
  #refuse(why: string, parameters: URLSearchParams, response: ServerResponse): void {
    this.#strayAnswers += 1;
    if (this.#strayAnswers > MAX_STRAY_ANSWERS) return sendText(response, 429, 'Too many answers.');
    this.#options.logger.warn(`An authorization response was ignored: ${why}.`);
    const words = ['error', 'error_description'].map((name) => cleanServerText(parameters.get(name) ?? ''));
    sendPage(response, 400, strayAnswerPage(words.filter((word) => word !== '').join(': ')));
  }

  #done(request: IncomingMessage, response: ServerResponse): void {
    if (this.#outcome === undefined) return sendText(response, 404, 'Nothing is here yet.');
    request.socket.once('close', () => {
      this.#pagesOwed -= 1;
      if (this.#pagesOwed <= 0) this.#onAllServed?.();
    });
    sendPage(response, 200, this.#outcome === 'cancelled' ? cancelledPage : outcomePage(this.#outcome));
  }

  /** Relative, so that it also holds behind an editor's proxy, which puts a path of its own before ours. */
  #sendToLastPage(response: ServerResponse, path: string): void {
    const upwards = '../'.repeat(path.split('/').length - 2);
    this.#pagesOwed += 1;
    sendRedirect(response, 303, upwards + this.#donePath.slice(1));
  }
}

function newNonce(): string {
  return randomBytes(24).toString('base64url');
}

/** In constant time, whatever the lengths. */
function areEqual(a: string, b: string): boolean {
  const [hashA, hashB] = [a, b].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(hashA, hashB);
}

/** What goes into a header must not end it. @throws ValetKeyError `url_refused` */
function checkCharacters(url: string): void {
  if (/^https?:[\x21-\x7e]+$/.test(url)) return;
  throw new ValetKeyError('url_refused', 'The authorization URL holds characters that a URL cannot have.');
}

import { ValetKeyError, cancelled, isCancelled, toValetKeyError } from '../errors';
import type {
  AuthorizationResponseReceiver,
  Browser,
  Clock,
  Logger,
  PendingAuthorizationResponse,
} from '../ports';
import { asksFor, deliveryOf, isSignedResponse } from '../profiles/responseType';
import { stateOf } from '../protocol/authorization/authorizationResponse';
import type { Flow } from '../protocol/authorization/flow';
import type { AuthorizationRequests, PreparedRequest } from '../protocol/authorization/preparedRequest';
import type { Answer, PendingSignIn, PendingSignIns } from '../signIn/pendingSignIns';
import { explainCodeAlone, explainListening, signInTooLate } from '../signIn/signInErrors';
import { withinSignInLimit } from '../signIn/signInLimit';
import { notOpenedWords, waitingWords } from '../signIn/waitingWords';
import { waysBack, type Host, type WayBack } from '../signIn/waysBack';
import { orAborted } from '../tokens/sharedWork';
import type { GrantRequest } from './grant';

export interface BrowserSignInDependencies {
  readonly requests: AuthorizationRequests;
  readonly receiver: AuthorizationResponseReceiver;
  readonly browser: Browser;
  readonly pendingSignIns: PendingSignIns;
  readonly host: () => Host;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One way out to the browser, with every way back that is open. */
interface Journey {
  readonly request: GrantRequest;
  readonly flow: Flow;
  readonly host: Host;
  readonly ways: readonly WayBack[];
  readonly pending: PendingAuthorizationResponse;
}

/** A person's way through their own browser and back (RFC 8252), for every grant that needs one. */
export class BrowserSignIn {
  constructor(private readonly dependencies: BrowserSignInDependencies) {}

  /**
   * Opens every way back, then the browser, waits for the answer and hands it to `use` while the browser waits: its last
   * page says success only after that. Leaves no listener, no timer and no pending sign-in behind.
   * @param use gets the answer, of which only the state was compared, and the redirect URI that it came to
   * @returns what `use` returned
   */
  async run<T>(
    request: GrantRequest,
    flow: Flow,
    use: (response: URLSearchParams, redirectUri: string) => Promise<T>,
  ): Promise<T> {
    const { profile, signal, choices } = request;
    const host = this.dependencies.host();
    const delivery = deliveryOf(profile);
    const ways = waysBack({ redirectUri: profile.redirectUri, delivery, host, wanted: choices.wayBack });
    const pending = await this.#listen(request, flow, ways, host);
    try {
      const { parameters, codeAlone } = await this.#answer({ request, flow, host, ways, pending });
      const used = await use(parameters, pending.redirectUri).catch((error: unknown) => {
        throw codeAlone ? explainCodeAlone(error) : error;
      });
      pending.finish({ kind: 'success', profile: profile.name });
      return used;
    } catch (error) {
      const failure = toValetKeyError(error);
      if (!isCancelled(failure)) {
        pending.finish({
          kind: 'failure',
          title: 'No access token',
          message: failure.message,
          hint: failure.hint,
        });
      }
      throw failure;
    } finally {
      const closed = pending.close();
      // After a success it is not waited for: the token is ready, and the browser may still be fetching the last page.
      // After a cancel it is, since what comes next may want the same port.
      if (signal.aborted) await closed;
    }
  }

  /** @throws ValetKeyError `port_in_use`, `listen_failed`, `cancelled`; nothing is left listening then */
  async #listen(
    { profile, callbackId, signal }: GrantRequest,
    flow: Flow,
    ways: readonly WayBack[],
    host: Host,
  ): Promise<PendingAuthorizationResponse> {
    const isLink = host.kind === 'web' && ways.includes('uri_handler');
    try {
      return await this.dependencies.receiver.listen({
        redirectUri: isLink ? await this.#linkOnTheWeb(host, signal) : profile.redirectUri,
        elsewhere: !ways.includes('loopback'),
        callbackId,
        state: flow.state,
        responseMode: deliveryOf(profile),
        stateOf: (parameters) => stateOf(profile, parameters),
        signal,
      });
    } catch (error) {
      throw explainListening(error, ways);
    }
  }

  /** An editor in a browser has an address on the web, which leads back to this very window. */
  async #linkOnTheWeb({ appUri }: Host, signal: AbortSignal): Promise<string> {
    const { browser, logger } = this.dependencies;
    try {
      return await orAborted(browser.reach(appUri), signal);
    } catch (error) {
      if (isCancelled(error)) throw error;
      logger.warn('The editor did not say by which address a link leads back to it; the URL can be pasted.');
      return appUri;
    }
  }

  /** The answer of the person's browser, or of the person. */
  async #answer(journey: Journey): Promise<Answer> {
    const { request, flow, pending } = journey;
    const { requests, clock } = this.dependencies;
    const first = await requests.prepare(flow, pending.redirectUri);
    if (request.signal.aborted) throw cancelled();
    const renewal = this.#renewal(flow, pending.redirectUri, first);
    const signIn = this.#announce(journey, renewal.another);
    const received = pending.response.then((parameters): Answer => ({ parameters, codeAlone: false }));
    // The editor may ask before it opens anything, and the answer may come before the editor says that it opened.
    const answer = Promise.race([
      received,
      signIn.answer,
      renewal.failed,
      this.#open(journey, signIn, first, renewal.current),
    ]);
    try {
      return await withinSignInLimit(answer, {
        clock,
        signal: request.signal,
        tooLate: () => signInTooLate(journey.ways, journey.host, flow.connected.server.metadata),
      });
    } finally {
      signIn.end();
    }
  }

  /** Lets the other ways back find this sign-in. */
  #announce({ request, flow, ways, pending }: Journey, link: () => Promise<string>): PendingSignIn {
    const { profile } = request;
    const { authorization_response_iss_parameter_supported: namesIssuer } = flow.connected.server.metadata;
    const wantsCodeOnly = !asksFor(profile, 'token') && !asksFor(profile, 'id_token');
    return this.dependencies.pendingSignIns.add({
      profile: profile.name,
      redirectUri: pending.redirectUri,
      ways,
      state: flow.state,
      stateOf: (parameters) => stateOf(profile, parameters),
      takesTokens: !wantsCodeOnly,
      // Where an answer has to name its issuer (RFC 9207 §2.4), a code without it is not enough.
      takesCodeAlone: wantsCodeOnly && !isSignedResponse(profile) && namesIssuer !== true,
      link,
    });
  }

  /** Resolves never: an answer comes another way. */
  async #open(
    { request, ways, pending }: Journey,
    signIn: PendingSignIn,
    first: PreparedRequest,
    current: () => Promise<string>,
  ): Promise<never> {
    const { browser, logger } = this.dependencies;
    const { profile } = request;
    const { redirectUri, forwardedTo } = pending;
    const waiting = { ways, redirectUri, forwardedTo };
    const paste = ways[0] === 'pasted_url' ? 'first' : ways.includes('pasted_url') ? 'instead' : 'never';
    const report = (words: string) => request.progress.report(words, { id: signIn.id, paste });
    const start = await pending.startAt(first.url, current);
    if (request.signal.aborted) throw cancelled();
    report(waitingWords(waiting));
    logger.info(`Opening the browser at ${new URL(first.url).origin}.`);
    try {
      await browser.open(start, profile.browser);
    } catch (error) {
      // L3: whoever has the link can still sign in, with another browser or on another machine.
      // One that the person chose is to be mended, or another is to be chosen.
      if (!isNotOpened(error) || (profile.browser ?? 'default') !== 'default') throw error;
      logger.warn('The editor did not open the browser; the sign-in goes on waiting.');
      if (!signIn.over.aborted) report(notOpenedWords(waiting));
    }
    return await new Promise<never>(() => undefined);
  }

  /** A browser may come late: by then a pushed or signed request can have expired, and a new one is made. */
  #renewal(flow: Flow, redirectUri: string, first: PreparedRequest) {
    const { requests, clock, logger } = this.dependencies;
    let fail: (error: unknown) => void;
    const failed = new Promise<never>((_resolve, reject) => (fail = reject));
    failed.catch(() => undefined);
    const current = async (): Promise<string> => {
      if (first.staleAt === undefined || clock.now() < first.staleAt) return first.url;
      logger.info('The authorization request has expired before the browser came; a new one is made.');
      try {
        return (await requests.prepare(flow, redirectUri)).url;
      } catch (error) {
        fail(error);
        throw error;
      }
    };
    /**
     * For another browser: what grows old may be good only once, and used already (RFC 9126 §4). When it cannot be made,
     * the browser that is under way has lost nothing.
     */
    const another = async (): Promise<string> =>
      first.staleAt === undefined ? first.url : (await requests.prepare(flow, redirectUri)).url;
    return { failed, current, another };
  }
}

function isNotOpened(error: unknown): boolean {
  return error instanceof ValetKeyError && error.code === 'browser_not_opened';
}

import { ValetKeyError, cancelled, isCancelled, toValetKeyError } from '../errors';
import type {
  AuthorizationResponseReceiver,
  Browser,
  Clock,
  Logger,
  PendingAuthorizationResponse,
} from '../ports';
import { deliveryOf } from '../profiles/responseType';
import { stateOf } from '../protocol/authorization/authorizationResponse';
import type { Flow } from '../protocol/authorization/flow';
import type { AuthorizationRequests, PreparedRequest } from '../protocol/authorization/preparedRequest';
import type { GrantRequest } from './grant';

/** How long a person has to sign in. */
export const SIGN_IN_LIMIT_MILLISECONDS = 5 * 60 * 1000;

export interface BrowserSignInDependencies {
  readonly requests: AuthorizationRequests;
  readonly receiver: AuthorizationResponseReceiver;
  readonly browser: Browser;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A person's way through their own browser and back (RFC 8252), for every grant that needs one. */
export class BrowserSignIn {
  constructor(private readonly dependencies: BrowserSignInDependencies) {}

  /**
   * Listens, opens the browser, waits for the answer and hands it to `use` while the browser waits: its last page says
   * success only after that. Leaves no listener and no timer behind.
   * @param use gets the answer, of which only the state was compared, and the redirect URI that it came to
   * @returns what `use` returned
   */
  async run<T>(
    request: GrantRequest,
    flow: Flow,
    use: (response: URLSearchParams, redirectUri: string) => Promise<T>,
  ): Promise<T> {
    const { profile, signal } = request;
    const pending = await this.dependencies.receiver.listen({
      redirectUri: profile.redirectUri,
      callbackId: request.callbackId,
      state: flow.state,
      responseMode: deliveryOf(profile),
      stateOf: (parameters) => stateOf(profile, parameters),
    });
    try {
      const response = await this.#respond(request, flow, pending);
      const used = await use(response, pending.redirectUri);
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

  /** The answer of the person's browser. */
  async #respond(
    { profile, progress, signal }: GrantRequest,
    flow: Flow,
    pending: PendingAuthorizationResponse,
  ): Promise<URLSearchParams> {
    const { browser, logger, requests } = this.dependencies;
    const first = await requests.prepare(flow, pending.redirectUri);
    if (signal.aborted) throw cancelled();
    const renewal = this.#renewal(flow, pending.redirectUri, first);
    const open = async () => {
      const start = await pending.startAt(first.url, renewal.current);
      if (signal.aborted) throw cancelled();
      progress.report('Waiting for you to sign in with your browser…');
      logger.info(`Opening the browser at ${new URL(first.url).origin}.`);
      await browser.open(start, profile.browser);
      return await pending.response;
    };
    // The editor may ask before it opens anything, and the answer may come before the editor says that it opened.
    return await this.#withinLimit(Promise.race([pending.response, open(), renewal.failed]), signal);
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
    return { failed, current };
  }

  /** The response, or the time limit, or the person's cancel; whichever is first. Leaves no timer behind. */
  async #withinLimit(response: Promise<URLSearchParams>, signal: AbortSignal): Promise<URLSearchParams> {
    const settled = new AbortController();
    const limit = this.dependencies.clock
      .delay(SIGN_IN_LIMIT_MILLISECONDS, AbortSignal.any([signal, settled.signal]))
      .then(
        () => {
          throw new ValetKeyError('timed_out', 'Nobody finished the sign-in within 5 minutes.', {
            hint: 'If the browser showed an error instead of a sign-in page, compare client id, redirect URI and scope with what is registered.',
            remedy: 'try_again',
            otherRemedy: 'copy_redirect_uri',
          });
        },
        () => {
          throw cancelled();
        },
      );
    try {
      return await Promise.race([response, limit]);
    } finally {
      settled.abort();
      limit.catch(() => undefined);
    }
  }
}

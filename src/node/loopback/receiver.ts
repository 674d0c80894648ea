import type {
  AuthorizationResponseReceiver,
  Browser,
  Logger,
  PendingAuthorizationResponse,
} from '../../core/ports';
import { isLoopback } from '../../core/profiles/urls';
import { orAborted } from '../../core/tokens/sharedWork';
import { Listeners } from './listeners';
import { PendingResponse } from './pendingResponse';
import { readRedirectUri, startingPoint } from './redirectUri';

/** With what closing takes besides, below the second that law 7 allows. */
const LINGER_MS = 900;

export interface LoopbackReceiverOptions {
  readonly browser: Browser;
  readonly logger: Logger;
  /** How long the last page may still be fetched after the flow's end. Milliseconds. */
  readonly lingerMs?: number;
}

/**
 * Receives authorization responses on the loopback interface (RFC 8252 §7.3); where they come another way, only leads
 * the browser to its beginning (law 9).
 */
export function createLoopbackReceiver({
  browser,
  logger,
  lingerMs = LINGER_MS,
}: LoopbackReceiverOptions): AuthorizationResponseReceiver {
  return {
    async listen({ redirectUri: wanted, callbackId, elsewhere, signal, ...expected }) {
      const pending = { ...expected, browser, logger, lingerMs };
      const listeners = new Listeners();
      if (elsewhere) {
        // As it is registered without a port; no server compares the port of one (RFC 8252 §7.3).
        const redirectUri = wanted ?? `http://127.0.0.1/cb/${callbackId}`;
        try {
          const target = startingPoint(await listeners.open(['127.0.0.1'], 0));
          return new PendingResponse({
            ...pending,
            listeners,
            redirectUri,
            target,
            ownOrigin: target.origin,
          });
        } catch {
          logger.warn(
            'Nothing can listen on this computer, so the editor opens the authorization URL itself.',
          );
          return withoutListener(redirectUri);
        }
      }
      const { addresses, port } = wanted === undefined ? anyFreePort : readRedirectUri(wanted);
      const boundPort = await listeners.open(addresses, port);
      const own = readRedirectUri(wanted ?? `http://127.0.0.1:${boundPort}`);
      const browserPort = await orAborted(portForBrowser(browser, own.origin), signal).catch(
        async (error: unknown) => {
          await listeners.close();
          throw error;
        },
      );
      const redirectUri = wanted ?? `http://127.0.0.1:${browserPort ?? boundPort}/cb/${callbackId}`;
      const target = readRedirectUri(redirectUri);
      logger.info(`Listening on ${own.authority} for the authorization response.`);
      return new PendingResponse({
        ...pending,
        listeners,
        redirectUri,
        target,
        ownOrigin: own.origin,
        forwardedTo: wanted !== undefined && browserPort !== target.port ? browserPort : undefined,
      });
    },
  };
}

const anyFreePort = { addresses: ['127.0.0.1'], port: 0 };

/** The port by which a browser on another machine reaches ours, where it is one of its own machine. */
async function portForBrowser(browser: Browser, ownOrigin: string): Promise<number | undefined> {
  try {
    const reached = new URL(await browser.reach(`${ownOrigin}/`));
    const isPort = reached.protocol === 'http:' && isLoopback(reached) && reached.pathname === '/';
    return isPort ? Number(reached.port || '80') : undefined;
  } catch {
    // Said once the browser is to be opened.
    return undefined;
  }
}

function withoutListener(redirectUri: string): PendingAuthorizationResponse {
  return {
    redirectUri,
    response: new Promise(() => undefined),
    startAt: (url) => Promise.resolve(url),
    finish: () => undefined,
    close: () => Promise.resolve(),
  };
}

import type { AuthorizationResponseReceiver, Browser, Logger } from '../../core/ports';
import { Listeners } from './listeners';
import { PendingResponse } from './pendingResponse';
import { readRedirectUri } from './redirectUri';

/** With what closing takes besides, below the second that law 7 allows. */
const LINGER_MS = 900;

export interface LoopbackReceiverOptions {
  readonly browser: Browser;
  readonly logger: Logger;
  /** How long the last page may still be fetched after the flow's end. Milliseconds. */
  readonly lingerMs?: number;
}

/** Receives authorization responses on the loopback interface (RFC 8252 §7.3). */
export function createLoopbackReceiver({
  browser,
  logger,
  lingerMs = LINGER_MS,
}: LoopbackReceiverOptions): AuthorizationResponseReceiver {
  return {
    async listen({ redirectUri: wanted, callbackId, ...expected }) {
      const { addresses, port } = wanted === undefined ? anyFreePort : readRedirectUri(wanted);
      const listeners = new Listeners();
      const boundPort = await listeners.open(addresses, port);
      const redirectUri = wanted ?? `http://127.0.0.1:${boundPort}/cb/${callbackId}`;
      const target = readRedirectUri(redirectUri);
      logger.info(`Listening on ${target.authority} for the authorization response.`);
      return new PendingResponse({
        ...expected,
        browser,
        logger,
        lingerMs,
        listeners,
        redirectUri,
        target,
      });
    },
  };
}

const anyFreePort = { addresses: ['127.0.0.1'], port: 0 };

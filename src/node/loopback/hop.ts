import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ValetKeyError, cancelled } from '../../core/errors';
import type { Browser, BrowserHop, Destination, Logger } from '../../core/ports';
import { sendForm, sendRedirect, sendText } from './answers';
import { Listeners } from './listeners';

/** A person may have to allow it in the editor first. */
const LIMIT_MS = 5 * 60_000;

export interface BrowserHopOptions {
  readonly browser: Browser;
  readonly logger: Logger;
  readonly limitMs?: number;
}

/** Listens on a free port for the one request that is sent on, and no longer. */
export function createBrowserHop({ browser, logger, limitMs = LIMIT_MS }: BrowserHopOptions): BrowserHop {
  return {
    async lead(destination, signal) {
      const listeners = new Listeners();
      const port = await listeners.open(['127.0.0.1'], 0);
      const path = `/start/${randomBytes(24).toString('base64url')}`;
      const start = `http://127.0.0.1:${port}${path}`;
      const authorities = new Set([new URL(start).host]);
      const sent = new Promise<void>((resolve) => {
        listeners.serve((request, response) => {
          if (!isExpected(request, authorities, path)) return sendText(response, 404, 'Nothing is here.');
          response.once('close', resolve);
          sendOn(destination, response);
        });
      });
      try {
        // In a remote window this makes the editor forward the port, and tells by which name the browser will come.
        authorities.add(new URL(await browser.reach(start)).host);
        logger.info(`Opening the browser at ${new URL(destination.url).origin}.`);
        await within(limitMs, signal, Promise.race([sent, browser.open(start).then(() => sent)]));
      } finally {
        await listeners.close();
      }
    },
  };
}

function isExpected(request: IncomingMessage, authorities: ReadonlySet<string>, path: string): boolean {
  // Whoever comes by another name was led here by somebody's DNS (law 7).
  const isOurs = authorities.has(request.headers.host?.toLowerCase() ?? '');
  return isOurs && request.method === 'GET' && request.url === path;
}

function sendOn({ url, form }: Destination, response: ServerResponse): void {
  if (form === undefined) sendRedirect(response, 302, url);
  else sendForm(response, url, form);
}

/** @throws ValetKeyError `cancelled`, `timed_out`; leaves no timer behind */
async function within(milliseconds: number, signal: AbortSignal, done: Promise<void>): Promise<void> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
  await Promise.race([
    done,
    new Promise<never>((_resolve, reject) => {
      const end = () => reject(signal.aborted ? cancelled() : browserDidNotCome());
      if (ended.aborted) end();
      else ended.addEventListener('abort', end, { once: true });
    }),
  ]);
}

function browserDidNotCome(): ValetKeyError {
  return new ValetKeyError('timed_out', 'The browser did not come to be sent on.', {
    hint: 'Check which program opens web addresses on this machine.',
    remedy: 'try_again',
  });
}

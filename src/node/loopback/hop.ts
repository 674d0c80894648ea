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
  /** In a remote window this makes the editor forward the port, and tells by which name the browser will come. */
  const reachedAs = async (start: string): Promise<string> => {
    try {
      return new URL(await browser.reach(start)).host;
    } catch {
      logger.warn('The editor did not say how the browser reaches this computer.');
      return new URL(start).host;
    }
  };
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
        authorities.add(await reachedAs(start));
        logger.info(`Opening the browser at ${new URL(destination.url).origin}.`);
        await within(
          limitMs,
          signal,
          Promise.race([sent, browser.open(start, destination.browser).then(() => sent)]),
        );
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
  if (signal.aborted) throw cancelled();
  const settled = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(browserDidNotCome()), milliseconds);
    signal.addEventListener('abort', () => reject(cancelled()), { signal: settled.signal });
  });
  try {
    await Promise.race([done, ended]);
  } finally {
    clearTimeout(timer);
    settled.abort();
  }
}

function browserDidNotCome(): ValetKeyError {
  return new ValetKeyError('timed_out', 'The browser did not come to be sent on.', {
    hint: 'Check which program opens web addresses on this machine.',
    remedy: 'try_again',
  });
}

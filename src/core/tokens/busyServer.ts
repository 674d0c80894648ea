import { ValetKeyError, cancelled } from '../errors';
import type { Clock, Logger } from '../ports';

/** What is waited for a busy server; whoever has to wait longer is told. */
const LONGEST_WAIT_MILLISECONDS = 60 * 1000;

interface Patience {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/**
 * Asks a server, and once more when it is busy and says for how long, if that is not long (RFC 9110 §10.2.3). Not for
 * a code, which is sent once.
 * @throws ValetKeyError `cancelled`, or what asking throws
 */
export async function onceMoreWhenBusy<T>(
  { clock, logger, signal }: Patience,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const wait = error instanceof ValetKeyError ? error.retryAfter : undefined;
    if (wait === undefined || wait > LONGEST_WAIT_MILLISECONDS) throw error;
    logger.info(
      `The server is busy and asks to wait ${Math.ceil(wait / 1000)} s; it is then asked once more.`,
    );
    await clock.delay(wait, signal).catch(() => {
      throw cancelled();
    });
    return await ask();
  }
}

import { cancelled, isCancelled } from '../errors';

interface Running<T> {
  readonly result: Promise<T>;
  readonly abandoned: AbortController;
  waiting: number;
}

/** Work that several callers may want at the same time, done once (law 5). */
export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>();

  /**
   * Joins the work that goes on under a key, or begins it.
   * @param signal ends this caller's waiting, and nobody else's
   * @param begin given a signal that fires when nobody waits any more; work that is past recall goes on all the same
   * @throws ValetKeyError `cancelled` once `signal` fires, or what the work throws
   */
  async join(key: string, signal: AbortSignal, begin: (abandoned: AbortSignal) => Promise<T>): Promise<T> {
    for (;;) {
      const running = this.#running.get(key) ?? this.#begin(key, begin);
      try {
        return await waitFor(running, signal);
      } catch (error) {
        // It stopped for those who gave up before; this caller still wants it.
        const wasAbandoned = isCancelled(error) && running.abandoned.signal.aborted;
        if (!wasAbandoned || signal.aborted) throw error;
      }
    }
  }

  #begin(key: string, begin: (abandoned: AbortSignal) => Promise<T>): Running<T> {
    const abandoned = new AbortController();
    const result = begin(abandoned.signal).finally(() => this.#running.delete(key));
    result.catch(() => undefined);
    const running = { result, abandoned, waiting: 0 };
    this.#running.set(key, running);
    return running;
  }
}

async function waitFor<T>(running: Running<T>, signal: AbortSignal): Promise<T> {
  running.waiting += 1;
  try {
    return await orAborted(running.result, signal);
  } finally {
    running.waiting -= 1;
    if (signal.aborted && running.waiting === 0) running.abandoned.abort();
  }
}

/** A promise's value, unless the caller has stopped waiting for it. */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // Nobody hears how it ends.
    promise.catch(() => undefined);
    throw cancelled();
  }
  const stop = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(cancelled()), { signal: stop.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stop.abort();
  }
}

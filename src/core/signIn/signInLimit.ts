import type { ValetKeyError } from '../errors';
import { cancelled } from '../errors';
import type { Clock } from '../ports';

/** How long a person has to sign in. */
export const SIGN_IN_LIMIT_MILLISECONDS = 5 * 60 * 1000;

/** A timer stands still while the machine sleeps, so the wall clock is asked this often (K8). */
const LOOK_MILLISECONDS = 15_000;

/**
 * The result, or the time limit, or the person's cancel; whichever is first. The limit is by the wall clock, so that a
 * laptop that wakes finds the sign-in expired; and by time awake, should the wall clock be set back. Leaves no timer.
 * @throws ValetKeyError `cancelled`, or what `tooLate` makes
 */
export async function withinSignInLimit<T>(
  result: Promise<T>,
  { clock, signal, tooLate }: { clock: Clock; signal: AbortSignal; tooLate: () => ValetKeyError },
): Promise<T> {
  const settled = new AbortController();
  const stop = AbortSignal.any([signal, settled.signal]);
  const limit = expire(clock, stop).then(
    () => {
      throw tooLate();
    },
    () => {
      throw cancelled();
    },
  );
  try {
    return await Promise.race([result, limit]);
  } finally {
    settled.abort();
    limit.catch(() => undefined);
  }
}

async function expire(clock: Clock, stop: AbortSignal): Promise<void> {
  const startedAt = clock.now();
  let awake = 0;
  while (awake < SIGN_IN_LIMIT_MILLISECONDS && clock.now() - startedAt < SIGN_IN_LIMIT_MILLISECONDS) {
    await clock.delay(LOOK_MILLISECONDS, stop);
    awake += LOOK_MILLISECONDS;
  }
}

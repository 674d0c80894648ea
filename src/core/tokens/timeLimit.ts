import type { Clock } from '../ports';

/** A time after which a signal fires. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** No timer is left afterwards. */
  stop(): void;
}

export function startTimeLimit(clock: Clock, milliseconds: number): TimeLimit {
  const limit = new AbortController();
  const stopped = new AbortController();
  clock.delay(milliseconds, stopped.signal).then(
    () => limit.abort(),
    () => undefined,
  );
  return { signal: limit.signal, stop: () => stopped.abort() };
}

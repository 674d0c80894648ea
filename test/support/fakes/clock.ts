import type { Clock } from '../../../src/core/ports';

interface Timer {
  at: number;
  readonly fire: () => void;
}

/** A clock that moves only when told to. */
export class FakeClock implements Clock {
  readonly #timers = new Set<Timer>();

  constructor(private time = Date.UTC(2026, 10, 23, 12)) {}

  /** How many delays are still running: 0 after a flow has ended. */
  get running(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.time;
  }

  delay(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer: Timer = {
        at: this.time + milliseconds,
        fire: () => {
          this.#timers.delete(timer);
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = () => {
        this.#timers.delete(timer);
        reject(new Error('aborted'));
      };
      if (signal.aborted) return abort();
      this.#timers.add(timer);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** The wall clock is corrected, or the machine slept: timers know nothing of either. */
  moveWallClock(milliseconds: number): void {
    this.time += milliseconds;
    for (const timer of this.#timers) timer.at += milliseconds;
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
    for (const timer of [...this.#timers]) if (timer.at <= this.time) timer.fire();
  }
}

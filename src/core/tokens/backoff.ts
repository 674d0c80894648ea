import type { Clock } from '../ports';
import { wasTried } from './tokenErrors';

const FIRST_MILLISECONDS = 10_000;
const LONGEST_MILLISECONDS = 5 * 60_000;
/** So that windows which failed together do not come again together. */
const JITTER = 0.2;

interface Failure {
  readonly at: number;
  readonly wait: number;
  readonly times: number;
  readonly error: unknown;
}

/**
 * Holds requests back that nobody pressed a button for: not before 10 s have passed since one failed, and longer each
 * time.
 */
export class Backoff {
  readonly #failures = new Map<string, Failure>();

  constructor(private readonly clock: Clock) {}

  /**
   * Asks, and remembers how it went.
   * @param isUnattended nobody pressed a button for it
   * @throws what `ask` throws; when it is too early for another, what the last one threw
   */
  async run<T>(key: string, isUnattended: boolean, ask: () => Promise<T>): Promise<T> {
    if (isUnattended) this.#check(key);
    try {
      const answer = await ask();
      this.#failures.delete(key);
      return answer;
    } catch (error) {
      if (wasTried(error)) this.#failed(key, error);
      throw error;
    }
  }

  #check(key: string): void {
    const failure = this.#failures.get(key);
    if (failure === undefined) return;
    const age = this.clock.now() - failure.at;
    // A clock that was set back says nothing about how long it is ago (K4).
    if (age >= 0 && age < failure.wait) throw failure.error;
  }

  #failed(key: string, error: unknown): void {
    const times = this.#failures.get(key)?.times ?? 0;
    const wait = Math.min(FIRST_MILLISECONDS * 2 ** times, LONGEST_MILLISECONDS);
    this.#failures.set(key, {
      at: this.clock.now(),
      wait: wait * (1 + JITTER * Math.random()),
      times: times + 1,
      error,
    });
  }
}

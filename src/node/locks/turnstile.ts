import { orAborted } from '../../core/tokens/sharedWork';

/** Lets one caller a key through at a time, in the order in which they came. */
export class Turnstile {
  readonly #last = new Map<string, Promise<void>>();

  /** @returns what lets the next one through @throws ValetKeyError `cancelled`; those behind are not held up */
  async enter(key: string, signal: AbortSignal): Promise<() => void> {
    const former = this.#last.get(key) ?? Promise.resolve();
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => (leave = resolve));
    const last = former.then(() => left);
    this.#last.set(key, last);
    void last.then(() => {
      if (this.#last.get(key) === last) this.#last.delete(key);
    });
    try {
      await orAborted(former, signal);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }
}

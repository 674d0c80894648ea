import type { Clock, Disposable } from '../ports';
import type { TokenRecord } from './tokenRecord';
import type { TokenStore } from './tokenStore';

/** For how long a record is taken from memory at most, should the storage not tell of a change. */
const LONGEST_MILLISECONDS = 60_000;

interface InHand {
  readonly record: TokenRecord;
  /** The record's id that was chosen for the profile then (`ActiveTokens`). */
  readonly choice: string | undefined;
  readonly since: number;
}

/**
 * The records that were handed out last, so that not each of many requests waits for the secret storage, which is
 * another process. They are let go of when the storage tells of any change, and after a minute.
 */
export class TokensInHand implements Disposable {
  readonly #records = new Map<string, InHand>();
  readonly #subscription: Disposable;
  #changes = 0;

  constructor(
    store: Pick<TokenStore, 'onDidChange'>,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    this.#subscription = store.onDidChange(() => {
      this.#changes += 1;
      this.#records.clear();
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#records.clear();
  }

  /**
   * The record of a profile, if it was read a moment ago, while the same one was chosen.
   * @param key of the profile (`profileKey`)
   */
  get(key: string, choice: string | undefined): TokenRecord | undefined {
    const inHand = this.#records.get(key);
    if (inHand === undefined) return undefined;
    const age = this.clock.now() - inHand.since;
    // A clock that was set back says nothing about how long it is ago (K4).
    if (age >= 0 && age < LONGEST_MILLISECONDS && inHand.choice === choice) return inHand.record;
    this.#records.delete(key);
    return undefined;
  }

  /** To be called before the storage is read. @returns what keeps what was read, unless something has changed since */
  reading(key: string, choice: string | undefined): (record: TokenRecord) => void {
    const changes = this.#changes;
    return (record) => {
      if (changes === this.#changes) this.#records.set(key, { record, choice, since: this.clock.now() });
    };
  }
}

import type { SecretStore } from '../../../src/core/ports';

type Call = 'keys' | 'get' | 'store' | 'delete';

/** A secret store in memory, with the faults that a keyring has. Several fakes of windows may share one `values`. */
export class FakeSecretStore implements SecretStore {
  readonly #listeners = new Set<(key: string) => void>();
  /** Each call of this kind rejects, as a locked keyring does. */
  readonly failing = new Set<Call>();
  /** Each call of this kind waits until `answer` is called, as a keyring does that asks for its password. */
  readonly hanging = new Set<Call>();
  /** Listed, but given as undefined, as after a changed encryption key. */
  readonly undecipherable = new Set<string>();
  /** Deleting one of these rejects. */
  readonly undeletable = new Set<string>();
  /** Says that it has taken a value, and has not. */
  forgetful = false;
  /** The keys that were read so far. */
  readonly reads: string[] = [];
  #waiting: (() => void)[] = [];

  constructor(readonly values = new Map<string, string>()) {}

  keys(): Promise<readonly string[]> {
    return this.#unless('keys', () => [...this.values.keys()]);
  }

  get(key: string): Promise<string | undefined> {
    this.reads.push(key);
    return this.#unless('get', () => (this.undecipherable.has(key) ? undefined : this.values.get(key)));
  }

  store(key: string, value: string): Promise<void> {
    return this.#unless('store', () => {
      if (this.forgetful) return;
      this.values.set(key, value);
      this.changed(key);
    });
  }

  delete(key: string): Promise<void> {
    return this.#unless('delete', () => {
      if (this.undeletable.has(key)) throw new Error('The keyring does not let it go.');
      this.values.delete(key);
      this.changed(key);
    });
  }

  onDidChange(listener: (key: string) => void) {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** What another window's change looks like here. */
  changed(key: string): void {
    for (const listener of this.#listeners) listener(key);
  }

  /** Nothing hangs any more. */
  answer(): void {
    this.hanging.clear();
    for (const go of this.#waiting.splice(0)) go();
  }

  async #unless<T>(call: Call, work: () => T): Promise<T> {
    if (this.failing.has(call)) throw new Error('The keyring is locked.');
    if (this.hanging.has(call)) await new Promise<void>((go) => this.#waiting.push(go));
    return await Promise.resolve().then(work);
  }
}

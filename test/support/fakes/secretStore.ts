import type { SecretStore } from '../../../src/core/ports';

/** A secret store in memory, with the faults that a keyring has. Several fakes of windows may share one `values`. */
export class FakeSecretStore implements SecretStore {
  readonly #listeners = new Set<(key: string) => void>();
  /** Each call of this kind rejects, as a locked keyring does. */
  readonly failing = new Set<'keys' | 'get' | 'store' | 'delete'>();
  /** Listed, but given as undefined, as after a changed encryption key. */
  readonly undecipherable = new Set<string>();

  /** Deleting one of these rejects. */
  readonly undeletable = new Set<string>();

  constructor(readonly values = new Map<string, string>()) {}

  keys(): Promise<readonly string[]> {
    return this.#unless('keys', () => [...this.values.keys()]);
  }

  get(key: string): Promise<string | undefined> {
    return this.#unless('get', () => (this.undecipherable.has(key) ? undefined : this.values.get(key)));
  }

  store(key: string, value: string): Promise<void> {
    return this.#unless('store', () => {
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

  #unless<T>(call: 'keys' | 'get' | 'store' | 'delete', work: () => T): Promise<T> {
    if (this.failing.has(call)) return Promise.reject(new Error('The keyring is locked.'));
    return Promise.resolve().then(work);
  }
}

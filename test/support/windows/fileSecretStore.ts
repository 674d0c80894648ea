import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SecretStore } from '../../../src/core/ports';

export interface FileSecretStoreOptions {
  /** What is stored reaches the file after so long; a process that is killed before has lost it. Default: 100. */
  readonly flushMs?: number;
  /** Hears of what was taken, before it reaches a file. */
  readonly onStored?: (key: string) => void;
}

/**
 * A secret store that processes share, as the windows of an editor do: a file a value, no compare-and-set, and not
 * durable yet when `store` resolves. Each process sees its own changes at once, and those of others once in a file.
 */
export class FileSecretStore implements SecretStore {
  /** Taken, and in no file yet; `undefined`: to be deleted. */
  readonly #pending = new Map<string, string | undefined>();
  readonly #listeners = new Set<(key: string) => void>();

  constructor(
    private readonly folder: string,
    private readonly options: FileSecretStoreOptions = {},
  ) {
    mkdirSync(folder, { recursive: true });
  }

  keys(): Promise<readonly string[]> {
    const inFiles = readdirSync(this.folder)
      .filter((name) => !name.includes('.'))
      .map((name) => Buffer.from(name, 'base64url').toString());
    const all = new Set([...inFiles, ...this.#pending.keys()]);
    return Promise.resolve([...all].filter((key) => this.#read(key) !== undefined));
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#read(key));
  }

  store(key: string, value: string): Promise<void> {
    this.#change(key, value);
    this.options.onStored?.(key);
    return Promise.resolve();
  }

  delete(key: string): Promise<void> {
    this.#change(key, undefined);
    return Promise.resolve();
  }

  onDidChange(listener: (key: string) => void) {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Another process has changed it: VS Code tells all windows. Here whoever changes it says so. */
  changedElsewhere(key: string): void {
    this.#tell(key);
  }

  #change(key: string, value: string | undefined): void {
    this.#pending.set(key, value);
    const { flushMs = 100 } = this.options;
    if (flushMs === 0) this.#flush(key);
    else setTimeout(() => this.#flush(key), flushMs).unref();
    this.#tell(key);
  }

  #tell(key: string): void {
    for (const listener of this.#listeners) listener(key);
  }

  #read(key: string): string | undefined {
    if (this.#pending.has(key)) return this.#pending.get(key);
    try {
      return readFileSync(this.#fileOf(key), 'utf8');
    } catch {
      return undefined;
    }
  }

  #flush(key: string): void {
    if (!this.#pending.has(key)) return;
    const value = this.#pending.get(key);
    const file = this.#fileOf(key);
    if (value === undefined) rmSync(file, { force: true });
    else {
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, value);
      renameSync(draft, file);
    }
    this.#pending.delete(key);
  }

  #fileOf(key: string): string {
    return path.join(this.folder, Buffer.from(key).toString('base64url'));
  }
}

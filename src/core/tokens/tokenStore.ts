import * as v from 'valibot';
import { ValetKeyError, cleanServerText } from '../errors';
import type { Disposable, Logger, SecretStore } from '../ports';
import type { Account, TokenRecord } from './tokenRecord';

/** A record without its secrets: what a view may hold. */
export interface TokenSummary {
  readonly id: string;
  readonly profile: string;
  readonly fingerprint: string;
  readonly label: string;
  readonly account: Account | undefined;
  readonly obtainedAt: number;
  readonly expiresAt: number | undefined;
  readonly scope: string | undefined;
  readonly hasRefreshToken: boolean;
  /** `false`: the secret storage refused it, and it lives in this window's memory alone. */
  readonly saved: boolean;
}

/** A stored value that is not a record we can read. It stays where it is until a person removes it (law 4). */
export interface UnreadableRecord {
  readonly id: string;
  readonly reason: string;
}

export interface StoredTokens {
  readonly tokens: readonly TokenSummary[];
  readonly unreadable: readonly UnreadableRecord[];
}

export type TokenStoreListener = (id: string) => void;

const KEY_ROOT = 'valetKey.';
const VERSION = 1;

/** Made when a record is read: activation reads none. */
function storedSchema() {
  const record = v.object({
    id: v.string(),
    profile: v.string(),
    fingerprint: v.string(),
    label: v.string(),
    account: v.exactOptional(
      v.object({ issuer: v.string(), subject: v.string(), label: v.exactOptional(v.string()) }),
    ),
    obtainedAt: v.number(),
    tokenSet: v.object({
      accessToken: v.pipe(v.string(), v.nonEmpty()),
      expiresAt: v.exactOptional(v.number()),
      scope: v.exactOptional(v.string()),
      refreshToken: v.exactOptional(v.string()),
      idToken: v.exactOptional(v.string()),
    }),
  });
  return v.object({ version: v.literal(VERSION), record });
}

/**
 * Token records in the secret storage: one secret a record, listed by its keys, checked when read (law 4). Views
 * change on this store's event alone.
 */
export class TokenStore implements Disposable {
  readonly #listeners = new Set<TokenStoreListener>();
  readonly #unsaved = new Map<string, TokenRecord>();
  /** The non-secret part of what was read, until it changes. */
  readonly #read = new Map<string, TokenSummary | UnreadableRecord>();
  readonly #subscription: Disposable;
  #prefix: Promise<string> | undefined;

  /**
   * @param hostId names the folder of locks that this window shares with others: windows that cannot lock each other
   * out never share a rotating refresh token (law 5)
   */
  constructor(
    private readonly secrets: SecretStore,
    private readonly hostId: () => Promise<string>,
    private readonly logger: Logger,
  ) {
    this.#subscription = secrets.onDidChange((key) => {
      if (key.startsWith(`${KEY_ROOT}token.`)) this.#announce(key.slice(key.lastIndexOf('.') + 1));
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#listeners.clear();
  }

  /** Calls the listener with a record's id whenever it came, changed or went. */
  onDidChange(listener: TokenStoreListener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Every record, newest first, without its secrets. @throws ValetKeyError `storage_failed` */
  async list(): Promise<StoredTokens> {
    const prefix = await this.#keyPrefix();
    const keys = await this.#attempt(() => this.secrets.keys());
    const stored = new Set(
      keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)),
    );
    for (const id of this.#read.keys()) if (!stored.has(id)) this.#read.delete(id);
    const unread = [...stored].filter((id) => !this.#read.has(id) && !this.#unsaved.has(id));
    await Promise.all(unread.map(async (id) => this.#read.set(id, asListed(id, await this.#readRecord(id)))));
    const listed = [...this.#read.values()].filter((entry) => !this.#unsaved.has(entry.id));
    const tokens = [
      ...[...this.#unsaved.values()].map((record) => summarise(record, false)),
      ...listed.filter((entry) => 'profile' in entry),
    ];
    return {
      tokens: tokens.sort((a, b) => b.obtainedAt - a.obtainedAt),
      unreadable: listed.filter((entry) => 'reason' in entry),
    };
  }

  /** The whole record; `undefined` when it is gone. @throws ValetKeyError `storage_failed` when it is unreadable */
  async get(id: string): Promise<TokenRecord | undefined> {
    const record = this.#unsaved.get(id) ?? (await this.#readRecord(id));
    if (typeof record !== 'string') return record;
    const key = (await this.#keyPrefix()) + id;
    if (!(await this.#attempt(() => this.secrets.keys())).includes(key)) return undefined;
    throw new ValetKeyError('storage_failed', `The stored token cannot be read: ${record}.`, {
      remedy: 'get_new_token',
    });
  }

  /**
   * Stores a record. When the storage refuses it is kept in this window's memory, marked as not saved, so that
   * nothing is lost (H2).
   * @returns whether it was saved
   */
  async put(record: TokenRecord): Promise<boolean> {
    let saved = true;
    try {
      const prefix = await this.#keyPrefix();
      await this.secrets.store(prefix + record.id, JSON.stringify({ version: VERSION, record }));
      this.#unsaved.delete(record.id);
    } catch (error) {
      saved = false;
      this.#unsaved.set(record.id, record);
      this.logger.warn(
        `The secret storage refused to keep a token of “${record.profile}”: ${reasonOf(error)}`,
      );
    }
    this.#announce(record.id);
    return saved;
  }

  /** Removes a record or an unreadable one. @throws ValetKeyError `storage_failed` */
  async remove(id: string): Promise<void> {
    const prefix = await this.#keyPrefix();
    await this.#attempt(() => this.secrets.delete(prefix + id));
    this.#unsaved.delete(id);
    this.#announce(id);
  }

  /** Removes everything that Valet Key keeps, of every host, secrets of clients too. */
  async reset(): Promise<void> {
    const keys = await this.#attempt(() => this.secrets.keys());
    for (const key of keys.filter((candidate) => candidate.startsWith(KEY_ROOT))) {
      await this.#attempt(() => this.secrets.delete(key));
    }
    this.#unsaved.clear();
    this.#announce('');
  }

  /** The record, or why there is none. */
  async #readRecord(id: string): Promise<TokenRecord | string> {
    try {
      const value = await this.secrets.get((await this.#keyPrefix()) + id);
      if (value === undefined)
        return 'the secret storage lists it but does not give it (did the keyring change?)';
      const parsed = v.safeParse(storedSchema(), JSON.parse(value));
      if (!parsed.success) return 'it has another form than this version of Valet Key writes';
      return parsed.output.record;
    } catch (error) {
      return error instanceof SyntaxError ? 'it is damaged' : 'the secret storage failed';
    }
  }

  async #keyPrefix(): Promise<string> {
    this.#prefix ??= this.hostId().then((id) => `${KEY_ROOT}token.${id}.`);
    try {
      return await this.#prefix;
    } catch (error) {
      this.#prefix = undefined;
      throw storageFailed(error);
    }
  }

  async #attempt<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw storageFailed(error);
    }
  }

  #announce(id: string): void {
    this.#read.delete(id);
    for (const listener of this.#listeners) listener(id);
  }
}

function asListed(id: string, read: TokenRecord | string): TokenSummary | UnreadableRecord {
  return typeof read === 'string' ? { id, reason: read } : summarise(read, true);
}

function summarise({ tokenSet, ...record }: TokenRecord, saved: boolean): TokenSummary {
  return {
    ...record,
    account: record.account,
    expiresAt: tokenSet.expiresAt,
    scope: tokenSet.scope,
    hasRefreshToken: tokenSet.refreshToken !== undefined,
    saved,
  };
}

function storageFailed(cause: unknown): ValetKeyError {
  return new ValetKeyError('storage_failed', `The secret storage of the editor failed: ${reasonOf(cause)}`, {
    cause,
    hint: 'Is the keyring of your system unlocked? If it stays broken, run “Valet Key: Reset Stored Tokens and Secrets…”.',
    remedy: 'try_again',
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? cleanServerText(error.message) : 'no reason given.';
}

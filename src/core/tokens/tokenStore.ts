import { ValetKeyError, cleanServerText } from '../errors';
import type { Disposable, Logger, SecretStore } from '../ports';
import { scopeDifference } from './scopeDifference';
import { reasonOf, storageFailure } from './storageFailure';
import type { Account, TokenRecord, TokenSet } from './tokenRecord';

/** A record without its secrets: what a view may hold. */
export interface TokenSummary {
  readonly id: string;
  readonly profile: string;
  readonly fingerprint: string;
  readonly label: string;
  readonly account: Account | undefined;
  readonly obtainedAt: number;
  readonly expiresAt: number | undefined;
  readonly expiryFrom: TokenSet['expiryFrom'];
  /** For display. */
  readonly scope: string | undefined;
  /** What was asked for and not granted, and the reverse (B18). For display. */
  readonly notGranted: readonly string[];
  readonly grantedBeyond: readonly string[];
  readonly hasRefreshToken: boolean;
  /** Absent without an ID token. */
  readonly idTokenSignature: TokenSet['idTokenSignature'];
  /** `false`: the secret storage refused it, and it lives in this window's memory alone. */
  readonly saved: boolean;
}

/** A stored value that is not a record we can read. It stays where it is until a person removes it (law 4). */
export interface UnreadableRecord {
  readonly id: string;
  readonly reason: string;
}

export interface StoredTokens {
  /** Newest first. */
  readonly tokens: readonly TokenSummary[];
  readonly unreadable: readonly UnreadableRecord[];
  /** The storage itself failed: only tokens of this window's memory are listed. */
  readonly failure: ValetKeyError | undefined;
}

export type TokenStoreListener = (id: string) => void;

const KEY_ROOT = 'valetKey.';

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
  #changes = 0;
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

  /** Every record, without its secrets. Never rejects: see `failure`. */
  async list(): Promise<StoredTokens> {
    let failure: ValetKeyError | undefined;
    let stored: readonly (TokenSummary | UnreadableRecord)[] = [];
    try {
      stored = await this.#listStored();
    } catch (error) {
      failure = storageFailure(error);
    }
    const listed = stored.filter(({ id }) => !this.#unsaved.has(id));
    const tokens = [
      ...[...this.#unsaved.values()].map((record) => summarise(record, false)),
      ...listed.filter((entry) => 'profile' in entry),
    ];
    return {
      tokens: tokens.sort((a, b) => b.obtainedAt - a.obtainedAt),
      unreadable: listed.filter((entry) => 'reason' in entry),
      failure,
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
      const { writeRecord } = await import('./recordFormat');
      await this.secrets.store(prefix + record.id, writeRecord(record));
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

  /**
   * Removes everything that Valet Key keeps, of every host, secrets of clients too. What the storage does not let go
   * keeps nothing else back.
   * @throws ValetKeyError `storage_failed` after everything was tried
   */
  async reset(): Promise<void> {
    this.#unsaved.clear();
    try {
      const keys = await this.#attempt(() => this.secrets.keys());
      const own = keys.filter((candidate) => candidate.startsWith(KEY_ROOT));
      const results = await Promise.allSettled(own.map((key) => this.secrets.delete(key)));
      const refused = results.find((result) => result.status === 'rejected');
      if (refused) throw storageFailure(refused.reason);
    } finally {
      this.#read.clear();
      this.#announce('');
    }
  }

  async #listStored(): Promise<readonly (TokenSummary | UnreadableRecord)[]> {
    const prefix = await this.#keyPrefix();
    const keys = await this.secrets.keys();
    const ids = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    for (const id of this.#read.keys()) if (!ids.includes(id)) this.#read.delete(id);
    return await Promise.all(ids.map((id) => this.#listed(id)));
  }

  async #listed(id: string): Promise<TokenSummary | UnreadableRecord> {
    const known = this.#read.get(id);
    if (known !== undefined) return known;
    const changes = this.#changes;
    const read = await this.#readRecord(id);
    const listed = typeof read === 'string' ? { id, reason: read } : summarise(read, true);
    // What was read before a change is not worth keeping.
    if (changes === this.#changes) this.#read.set(id, listed);
    return listed;
  }

  /** The record, or why there is none. */
  async #readRecord(id: string): Promise<TokenRecord | string> {
    try {
      const value = await this.secrets.get((await this.#keyPrefix()) + id);
      if (value === undefined)
        return 'the secret storage lists it but does not give it (did the keyring change?)';
      // Loaded when the first record is read: activation reads none.
      const { readRecord } = await import('./recordFormat');
      return readRecord(value);
    } catch {
      return 'the secret storage failed';
    }
  }

  async #keyPrefix(): Promise<string> {
    this.#prefix ??= this.hostId().then((id) => `${KEY_ROOT}token.${id}.`);
    try {
      return await this.#prefix;
    } catch (error) {
      this.#prefix = undefined;
      throw storageFailure(error);
    }
  }

  async #attempt<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw storageFailure(error);
    }
  }

  #announce(id: string): void {
    this.#read.delete(id);
    this.#changes += 1;
    for (const listener of this.#listeners) listener(id);
  }
}

function summarise({ tokenSet, ...record }: TokenRecord, saved: boolean): TokenSummary {
  return {
    ...record,
    account: record.account,
    expiresAt: tokenSet.expiresAt,
    expiryFrom: tokenSet.expiryFrom,
    // A server's text, which views show (R23).
    scope: tokenSet.scope === undefined ? undefined : cleanServerText(tokenSet.scope),
    ...scopeDifference(tokenSet),
    hasRefreshToken: tokenSet.refreshToken !== undefined,
    idTokenSignature: tokenSet.idTokenSignature,
    saved,
  };
}

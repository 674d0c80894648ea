import { ValetKeyError, cleanServerText, isCancelled } from '../errors';
import type { Disposable, Logger, SecretStore } from '../ports';
import { scopeDifference } from './scopeDifference';
import { CANARY_ROOT, KEY_ROOT } from './secretKeys';
import { orAborted } from './sharedWork';
import type { StorageCanary } from './storageCanary';
import { reasonOf, storageFailure } from './storageFailure';
import { generationOf, type Account, type TokenRecord, type TokenSet } from './tokenRecord';

/** A record without its secrets: what a view may hold. */
export interface TokenSummary {
  readonly id: string;
  readonly profile: string;
  /** The workspace that shares the profile. */
  readonly workspace?: string | undefined;
  readonly fingerprint: string;
  readonly name?: string | undefined;
  readonly label: string;
  readonly account: Account | undefined;
  readonly obtainedAt: number;
  readonly grantedAt?: number;
  readonly expiresAt: number | undefined;
  readonly expiryFrom: TokenSet['expiryFrom'];
  /** For display. */
  readonly scope: string | undefined;
  /** What was asked for and not granted, and the reverse (B18). For display. */
  readonly notGranted: readonly string[];
  readonly grantedBeyond: readonly string[];
  readonly hasRefreshToken: boolean;
  /** Which token set of the record it is. */
  readonly generation?: number;
  /** It cannot be renewed any more: only a sign-in helps. */
  readonly needsSignIn?: boolean;
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

const FAILED = 'the secret storage failed';

/**
 * Token records in the secret storage: one secret a record, listed by its keys, checked when read (law 4). Views
 * change on this store's event alone.
 */
export class TokenStore implements Disposable {
  readonly #listeners = new Set<TokenStoreListener>();
  /** What is being stored, and what the storage refused. */
  readonly #inMemory = new Map<string, { readonly record: TokenRecord; isRefused: boolean }>();
  /** The non-secret part of what was read, until it changes. */
  readonly #read = new Map<string, Promise<TokenSummary | UnreadableRecord>>();
  readonly #subscription: Disposable;
  #prefix: Promise<string> | undefined;

  /**
   * @param hostId names the folder of locks that this window shares with others: windows that cannot lock each other
   * out never share a rotating refresh token (law 5)
   * @param canary knows whether the storage has lost what it held; loaded when there is something to look for
   */
  constructor(
    private readonly secrets: SecretStore,
    private readonly hostId: () => Promise<string>,
    private readonly logger: Logger,
    private readonly canary?: () => Promise<StorageCanary>,
  ) {
    this.#subscription = secrets.onDidChange((key) => {
      if (key.startsWith(`${KEY_ROOT}token.`)) this.#announce(key.slice(key.lastIndexOf('.') + 1));
      // Which token is the active one shows wherever tokens do.
      if (key.startsWith(`${KEY_ROOT}active.`)) this.#announce('');
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#listeners.clear();
  }

  /** Calls the listener with a record's id whenever it came, changed or went; with '' for more than one record. */
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
    for (const listed of stored) this.#giveWay(listed);
    const listed = stored.filter(({ id }) => !this.#inMemory.has(id));
    const tokens = [
      ...[...this.#inMemory.values()].map(({ record, isRefused }) => summarise(record, !isRefused)),
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
    const record = await this.#newest(id);
    if (typeof record !== 'string') return record;
    const key = (await this.#keyPrefix()) + id;
    if (!(await this.#attempt(() => this.secrets.keys())).includes(key)) return undefined;
    throw new ValetKeyError('storage_failed', `The stored token cannot be read: ${record}.`, {
      remedy: 'get_new_token',
    });
  }

  /**
   * Stores a record, and reads it back. When the storage refuses it, or forgets it at once, it is kept in this window's
   * memory, marked as not saved, so that nothing is lost (H2).
   * @param limit fires when the storage has had its time: it then counts as one that refuses
   * @returns whether it was saved
   */
  async put(record: TokenRecord, limit = new AbortController().signal): Promise<boolean> {
    // From now on, and whatever becomes of it, this window works with the new one.
    const kept = { record, isRefused: false };
    this.#inMemory.set(record.id, kept);
    try {
      await orAborted(this.#store(record), limit);
      if (this.#inMemory.get(record.id) === kept) this.#inMemory.delete(record.id);
    } catch (error) {
      kept.isRefused = true;
      const reason = isCancelled(error) ? 'it did not answer in time.' : reasonOf(error);
      this.logger.warn(`The secret storage refused to keep a token of “${record.profile}”: ${reason}`);
    }
    this.#announce(record.id);
    return !kept.isRefused;
  }

  async #store(record: TokenRecord): Promise<void> {
    const key = (await this.#keyPrefix()) + record.id;
    const { writeRecord } = await import('./recordFormat');
    const written = writeRecord(record);
    await this.secrets.store(key, written);
    if ((await this.secrets.get(key)) !== written)
      throw new Error('it does not give back what it has taken.');
    void this.canary?.().then((canary) => canary.plant());
  }

  /** As this window holds it in memory, unless another window has stored a newer one since. */
  async #newest(id: string): Promise<TokenRecord | string> {
    const kept = this.#inMemory.get(id);
    if (kept?.isRefused === false) return kept.record;
    const stored = await this.#readRecord(id);
    if (typeof stored !== 'string') this.#giveWay(stored);
    return this.#inMemory.get(id)?.record ?? stored;
  }

  /** What the storage refused is forgotten once another window has stored newer tokens. */
  #giveWay(stored: TokenSummary | UnreadableRecord | TokenRecord): void {
    const kept = this.#inMemory.get(stored.id);
    if (kept?.isRefused !== true || !('profile' in stored)) return;
    if (generationOf(stored) > generationOf(kept.record)) this.#inMemory.delete(stored.id);
  }

  /** Removes a record or an unreadable one. @throws ValetKeyError `storage_failed` */
  async remove(id: string): Promise<void> {
    const prefix = await this.#keyPrefix();
    await this.#attempt(() => this.secrets.delete(prefix + id));
    this.#inMemory.delete(id);
    this.#announce(id);
  }

  /**
   * Removes everything of a person's that Valet Key keeps, of every host, secrets of clients too. What the storage does not let go
   * keeps nothing else back.
   * @throws ValetKeyError `storage_failed` after everything was tried
   */
  async reset(): Promise<void> {
    this.#inMemory.clear();
    try {
      const keys = await this.#attempt(() => this.secrets.keys());
      // Another host's canary says that nothing was lost there; its file is there, too. This one's forgets itself.
      const own = keys.filter((key) => key.startsWith(KEY_ROOT) && !key.startsWith(CANARY_ROOT));
      const results = await Promise.allSettled(own.map((key) => this.secrets.delete(key)));
      await (await this.canary?.())?.forget();
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
    void this.canary?.().then((canary) => canary.check());
    const ids = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    const kept = new Set(ids);
    for (const id of this.#read.keys()) if (!kept.has(id)) this.#read.delete(id);
    return await Promise.all(ids.map((id) => this.#listed(id)));
  }

  /** Read once, however many ask meanwhile; what was read before a change is not kept. */
  #listed(id: string): Promise<TokenSummary | UnreadableRecord> {
    const known = this.#read.get(id);
    if (known !== undefined) return known;
    const reading = this.#readRecord(id).then((read) => {
      // It may give it next time.
      if (read === FAILED && this.#read.get(id) === reading) this.#read.delete(id);
      return typeof read === 'string' ? { id, reason: read } : summarise(read, true);
    });
    this.#read.set(id, reading);
    return reading;
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
      return FAILED;
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

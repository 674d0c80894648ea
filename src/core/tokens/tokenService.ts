import { ValetKeyError, cancelled, isCancelled } from '../errors';
import type { Grants } from '../grants/grant';
import type { Refresher } from '../grants/refreshToken';
import type { Clock, Disposable, Logger, Progress } from '../ports';
import { callbackId, fingerprint } from '../profiles/fingerprint';
import { isUnattended, type Profile } from '../profiles/profile';
import type { ProfilesRead } from '../profiles/readProfiles';
import type { Granted } from '../protocol/tokenEndpoint';
import type { Redactor } from '../redactor';
import type { CredentialsKeeper } from './credentialsKeeper';
import { isUsable } from './expiry';
import { assignTokens } from './ownership';
import { unnamedToken, type TokenRecord, type TokenSet } from './tokenRecord';
import type { TokenStore } from './tokenStore';

/** What speaks the protocol; loaded when the first request is made (law 15). */
export interface Engine {
  readonly grants: Grants;
  readonly refresher: Refresher;
}

export interface TokenServiceDependencies {
  readonly engine: () => Promise<Engine>;
  readonly store: TokenStore;
  /** All that the settings hold now. */
  readonly profiles: () => Promise<Pick<ProfilesRead, 'names' | 'profiles'>>;
  readonly credentials: CredentialsKeeper;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/** A token that is ready. */
export interface Obtained {
  readonly record: TokenRecord;
  /** `false`: the secret storage has just refused to keep it. */
  readonly saved: boolean;
}

export interface Waiting {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Gets, renews and removes tokens. One request a profile at a time; one renewal a token at a time (law 5). */
export class TokenService implements Disposable {
  readonly #running = new Map<string, { readonly abort: () => void; readonly ended: Promise<unknown> }>();
  readonly #renewals = new Map<string, Promise<Obtained>>();

  constructor(private readonly dependencies: TokenServiceDependencies) {}

  /** Whether a request for this profile is under way in this window. */
  isRunning(profile: Profile): boolean {
    return this.#running.has(profile.name);
  }

  dispose(): void {
    this.cancelAll();
  }

  /** Cancels every request for a new token that is under way. */
  cancelAll(): void {
    for (const { abort } of this.#running.values()) abort();
  }

  /**
   * Gets a new token. A request for the same profile that is still under way is cancelled first, to its very end: both
   * may want the same port.
   * @throws ValetKeyError
   */
  async getNew(profile: Profile, waiting: Waiting): Promise<Obtained> {
    const former = this.#running.get(profile.name);
    const own = new AbortController();
    const signal = AbortSignal.any([waiting.signal, own.signal]);
    const run = async () => {
      former?.abort();
      await former?.ended;
      return await this.#run(profile, { ...waiting, signal });
    };
    const result = run();
    const entry = { abort: () => own.abort(), ended: result.catch(() => undefined) };
    this.#running.set(profile.name, entry);
    try {
      return await result;
    } finally {
      if (this.#running.get(profile.name) === entry) this.#running.delete(profile.name);
    }
  }

  /**
   * A token that can be used now: as stored, or renewed when it has expired.
   * @throws ValetKeyError `nothing_to_refresh` when it has expired and only a person can get another
   */
  async getFresh(profile: Profile, id: string, waiting: Waiting): Promise<Obtained> {
    const record = await this.#existing(id);
    const { expiresAt } = record.tokenSet;
    if (isUsable({ obtainedAt: record.obtainedAt, expiresAt }, this.dependencies.clock.now())) {
      return { record, saved: true };
    }
    return await this.refresh(profile, id, waiting);
  }

  /**
   * Renews a token, however much life it has left. Callers at the same time share one request.
   * @throws ValetKeyError; the stored token stays as it was
   */
  async refresh(profile: Profile, id: string, { signal, progress }: Waiting): Promise<Obtained> {
    let renewal = this.#renewals.get(id);
    if (renewal === undefined) {
      // Not cancelled by one caller: others wait for it, and a rotated token must be stored once it was asked for.
      renewal = this.#renew(profile, id, progress).finally(() => this.#renewals.delete(id));
      renewal.catch(() => undefined);
      this.#renewals.set(id, renewal);
    }
    return await orAborted(renewal, signal);
  }

  async #run(profile: Profile, waiting: Waiting): Promise<Obtained> {
    const print = await fingerprint(profile);
    try {
      return await this.#obtain(profile, print, waiting);
    } catch (error) {
      this.#settle(profile, print, error);
      throw error;
    }
  }

  /** @param renewed the record whose place the new one takes; otherwise that of the same account, if there is one */
  async #obtain(
    profile: Profile,
    print: string,
    { signal, progress }: Waiting,
    renewed?: TokenRecord,
  ): Promise<Obtained> {
    const { engine, logger, credentials: keeper } = this.dependencies;
    logger.info(`“${profile.name}”: getting a token with ${profile.grantType}.`);
    const credentials = await keeper.gather(profile, print, { signal, progress });
    if (signal.aborted) throw cancelled();
    const grant = (await engine()).grants[profile.grantType];
    if (grant === undefined) throw new ValetKeyError('internal', `${profile.grantType} is not built.`);
    const request = {
      profile,
      credentials,
      callbackId: callbackId(print),
      signal,
      progress,
      tokenOf: (name: string) => this.#tokenOf(name, { signal, progress }),
    };
    return await grant.run(request, async (granted) =>
      this.#keep(profile, print, granted, renewed ?? (await this.#replaced(profile, print, granted))),
    );
  }

  async #renew(profile: Profile, id: string, progress: Progress): Promise<Obtained> {
    const { engine, logger, credentials: keeper } = this.dependencies;
    const print = await fingerprint(profile);
    const signal = new AbortController().signal;
    try {
      const record = await this.#existing(id);
      if (print !== record.fingerprint) {
        throw new ValetKeyError(
          'nothing_to_refresh',
          `The token was obtained from other endpoints than “${profile.name}” has now.`,
          { hint: 'It is not sent to the new ones. Get a new token.', remedy: 'get_new_token' },
        );
      }
      const { tokenSet, account } = record;
      if (tokenSet.refreshToken === undefined && isUnattended(profile)) {
        return await this.#obtain(profile, print, { signal, progress }, record);
      }
      logger.info(`“${profile.name}”: refreshing a token.`);
      progress.report('Refreshing the token…');
      const credentials = await keeper.gather(profile, print, { signal, progress });
      const { refresher } = await engine();
      const granted = await refresher.refresh({ profile, credentials, signal, tokenSet, account });
      return await this.#keepRenewed(profile, print, granted, record);
    } catch (error) {
      this.#settle(profile, print, error);
      throw error;
    }
  }

  /**
   * Meanwhile the token may have been removed, which is to stay so, or replaced by a new sign-in, which is newer than
   * this answer.
   */
  async #keepRenewed(
    profile: Profile,
    print: string,
    granted: Granted,
    sent: TokenRecord,
  ): Promise<Obtained> {
    // A storage that fails just now must not cost the new refresh token.
    const current = await this.dependencies.store.get(sent.id).catch(() => sent);
    if (current === undefined) throw cancelled();
    if (current.tokenSet.refreshToken !== sent.tokenSet.refreshToken) return { record: current, saved: true };
    return await this.#keep(profile, print, granted, sent);
  }

  /** Stores before anything else happens with the token (law 5). */
  async #keep(
    profile: Profile,
    print: string,
    granted: Granted,
    replaced: TokenRecord | undefined,
  ): Promise<Obtained> {
    const { store, credentials, clock, logger, redactor } = this.dependencies;
    const { tokenSet, account } = granted;
    redactor.protect(tokenSet.accessToken, tokenSet.refreshToken, tokenSet.idToken, tokenSet.dpopKey?.d);
    const record: TokenRecord = {
      id: replaced?.id ?? crypto.randomUUID(),
      profile: profile.name,
      fingerprint: print,
      label: account?.label ?? (profile.grantType === 'client_credentials' ? profile.clientId : unnamedToken),
      ...(account && { account }),
      obtainedAt: clock.now(),
      tokenSet,
    };
    const saved = await store.put(record);
    await credentials.confirm(print);
    logger.info(`“${profile.name}”: the token is ready${saved ? ' and stored' : ', but not stored'}.`);
    return { record, saved };
  }

  /** A new token of the same account takes the place of the old one; another account's stands beside it. */
  async #replaced(profile: Profile, print: string, { account }: Granted): Promise<TokenRecord | undefined> {
    const { store, profiles } = this.dependencies;
    const { byProfile } = await assignTokens(await profiles(), (await store.list()).tokens);
    const same = byProfile.get(profile.name)?.find(
      (token) =>
        // The profile may have been edited meanwhile: then those are the tokens of other endpoints.
        token.fingerprint === print &&
        token.account?.issuer === account?.issuer &&
        token.account?.subject === account?.subject,
    );
    // One that cannot be read any more is simply not replaced.
    return same && (await store.get(same.id).catch(() => undefined));
  }

  /** A token of another profile, that can be used now: RFC 8693 builds on one. */
  async #tokenOf(name: string, waiting: Waiting): Promise<TokenSet> {
    const { profiles, store } = this.dependencies;
    const read = await profiles();
    const profile = read.profiles.find((candidate) => candidate.name === name);
    if (profile === undefined) {
      throw new ValetKeyError('profile_not_found', `There is no usable profile “${name}” in your settings.`, {
        hint: 'This profile builds on it.',
        remedy: 'edit_profile',
      });
    }
    const { byProfile } = await assignTokens(read, (await store.list()).tokens);
    const newest = byProfile.get(name)?.[0];
    if (newest === undefined) return (await this.getNew(profile, waiting)).record.tokenSet;
    try {
      return (await this.getFresh(profile, newest.id, waiting)).record.tokenSet;
    } catch (error) {
      if (!(error instanceof ValetKeyError) || error.remedy !== 'get_new_token') throw error;
      return (await this.getNew(profile, waiting)).record.tokenSet;
    }
  }

  #settle(profile: Profile, print: string, error: unknown): void {
    const { logger, credentials } = this.dependencies;
    if (isCancelled(error)) {
      logger.info(`“${profile.name}”: cancelled.`);
      return;
    }
    if (error instanceof ValetKeyError) {
      error.profile = profile.name;
      if (error.server?.error === 'invalid_client') credentials.reject(print);
      logger.error(`“${profile.name}”: ${error.code}: ${error.message}`);
    }
  }

  async #existing(id: string): Promise<TokenRecord> {
    const record = await this.dependencies.store.get(id);
    if (record) {
      const { accessToken, refreshToken, idToken } = record.tokenSet;
      this.dependencies.redactor.protect(accessToken, refreshToken, idToken);
      return record;
    }
    throw new ValetKeyError('nothing_to_refresh', 'This token is not there any more.', {
      remedy: 'get_new_token',
    });
  }
}

/** A promise's value, unless the caller has stopped waiting for it. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw cancelled();
  const stop = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(cancelled()), { signal: stop.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stop.abort();
  }
}

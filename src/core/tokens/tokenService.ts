import { ValetKeyError } from '../errors';
import type { Grants } from '../grants/grant';
import type { Refresher } from '../grants/refreshToken';
import type { DpopProofRequest } from '../protocol/client/dpop';
import type { ClientKeys, Disposable, Locks, Waiting } from '../ports';
import type { SignInChoices } from '../signIn/signInChoices';
import { fingerprint } from '../profiles/fingerprint';
import { isAskedEachTime } from '../profiles/otherSources';
import { isUnattended, type Profile } from '../profiles/profile';
import { isOfSamePlace, profileKey, writtenName } from '../profiles/profileSource';
import { activeToken } from './activeTokens';
import { Backoff } from './backoff';
import { isUsable } from './expiry';
import { assignTokens } from './ownership';
import type { ProfileApprovals } from './profileApprovals';
import { RecordLocks } from './recordLocks';
import { SharedWork, orAborted } from './sharedWork';
import { isForSignIn, noToken, otherEndpoints } from './tokenErrors';
import type { InquiryEngine } from './tokenInquiries';
import { TokenKeeper, type Obtained, type TokenKeeperDependencies } from './tokenKeeper';
import type { Errand, TokenRequests } from './tokenRequests';
import type { TokenRecord, TokenSet } from './tokenRecord';
import { TokensInHand } from './tokensInHand';
import type { TokenSummary } from './tokenStore';

/** What speaks the protocol; loaded when the first request is made (law 15). */
export interface Engine {
  readonly grants: Grants;
  readonly refresher: Refresher;
  /** For the `CredentialsKeeper`, which is there before the engine is. */
  readonly clientKeys: ClientKeys;
  readonly inquiries: InquiryEngine;
  /** See `SignInBrowsers`. */
  readonly privateWindow: () => Promise<string | undefined>;
  readonly locks: Locks;
  /** See `createDpopProof`. */
  readonly dpopProof: (request: DpopProofRequest) => Promise<string>;
}

export interface TokenServiceDependencies extends TokenKeeperDependencies {
  readonly engine: () => Promise<Engine>;
  readonly approvals: ProfileApprovals;
}

export interface AccessOptions {
  /** Whether a person may be asked, by a sign-in in the end. Otherwise there is a token without one, or an error. */
  readonly interactive: boolean;
}

/** A request for a new token that is under way. */
interface Running {
  readonly abort: () => void;
  readonly ended: Promise<unknown>;
  /** No person is asked for it. */
  readonly unattended: boolean;
}

/**
 * Gets and renews tokens. One request a profile at a time; one renewal a token at a time, whichever window it is in
 * (law 5).
 */
export class TokenService implements Disposable {
  readonly #running = new Map<string, Running>();
  readonly #renewals = new SharedWork<Obtained>();
  readonly #signIns = new SharedWork<Obtained>();
  readonly #tokens: TokenKeeper;
  readonly #inHand: TokensInHand;
  readonly #locks: RecordLocks;
  #loaded: TokenRequests | undefined;
  readonly #backoff: Backoff;

  constructor(private readonly dependencies: TokenServiceDependencies) {
    const { clock, engine, store } = dependencies;
    this.#tokens = new TokenKeeper(dependencies);
    this.#inHand = new TokensInHand(store, clock);
    this.#locks = new RecordLocks(async () => (await engine()).locks, clock);
    this.#backoff = new Backoff(clock);
  }

  /** Whether a request for this profile is under way in this window. */
  isRunning(profile: Profile): boolean {
    return this.#running.has(profileKey(profile));
  }

  dispose(): void {
    this.cancelAll();
    this.#inHand.dispose();
  }

  /** Cancels every request for a new token that is under way. */
  cancelAll(): void {
    for (const { abort } of this.#running.values()) abort();
  }

  /**
   * A token of a profile that can be used now: as stored, renewed, or got anew; for whoever has no token in hand.
   * Callers at the same time share one request and one sign-in. Without a person, what failed is not tried again
   * before some time has passed.
   * @throws ValetKeyError with the remedy `get_new_token` when only a person can get one, and none may be asked
   */
  async getAccessToken(
    profile: Profile,
    { interactive }: AccessOptions,
    waiting: Waiting,
  ): Promise<Obtained> {
    const errand = this.#errand(waiting, interactive ? 'use' : 'background');
    const { signal } = waiting;
    await this.#approved(profile, signal, interactive);
    const key = profileKey(profile);
    const choice = (await orAborted(this.dependencies.active.choices([key]), signal)).get(key);
    const inHand = this.#inHand.get(key, choice);
    if (inHand?.fingerprint === (await fingerprint(profile)) && this.#isGood(profile, inHand)) {
      return { record: inHand, saved: true };
    }
    const keepInHand = this.#inHand.reading(key, choice);
    try {
      const active = await orAborted(this.#activeToken(profile), signal);
      if (active !== undefined) {
        const obtained = await this.#getFresh(profile, active.id, errand);
        keepInHand(obtained.record);
        return obtained;
      }
      if (!interactive && !isUnattended(profile)) throw noToken(profile);
    } catch (error) {
      if (!interactive || !isForSignIn(error)) throw error;
    }
    return await this.#signIns.join(`${key} ${errand.urgency}`, signal, (abandoned) =>
      this.#getFirst(profile, { ...errand, unattended: !interactive, signal: abandoned }),
    );
  }

  /**
   * Gets a new token. A request for the same profile that is still under way is cancelled first, to its very end: both
   * may want the same port.
   * @throws ValetKeyError
   */
  async getNew(profile: Profile, waiting: Waiting, choices: SignInChoices = {}): Promise<Obtained> {
    await this.#approved(profile, waiting.signal);
    return await this.#getNew(profile, { ...this.#errand(waiting, 'use'), choices, unattended: false });
  }

  /**
   * A token that can be used now: as stored, or renewed when it has expired.
   * @throws ValetKeyError `nothing_to_refresh` when it has expired and only a person can get another
   */
  async getFresh(profile: Profile, id: string, waiting: Waiting): Promise<Obtained> {
    await this.#approved(profile, waiting.signal);
    return await this.#getFresh(profile, id, this.#errand(waiting, 'use'));
  }

  /**
   * Renews a token, however much life it has left. Callers at the same time share one request; where another window
   * was faster its token is taken.
   * @throws ValetKeyError; the stored token stays as it was
   */
  async refresh(profile: Profile, id: string, waiting: Waiting): Promise<Obtained> {
    await this.#approved(profile, waiting.signal);
    const decided = await orAborted(this.#tokens.existing(id), waiting.signal);
    return await this.#refresh(profile, decided, this.#errand(waiting, 'refresh'));
  }

  /**
   * Changes something of a stored record that is not its tokens, while nobody else changes it.
   * @param change is given the record as it is then
   * @throws ValetKeyError `held_elsewhere`, `storage_failed`, `nothing_to_refresh` when it is gone
   */
  async changeRecord(id: string, change: (record: TokenRecord) => TokenRecord): Promise<Obtained> {
    return await this.#locks.holding(id, new AbortController().signal, async () => {
      const record = change(await this.#tokens.existingInTime(id));
      return { record, saved: await this.#tokens.put(record) };
    });
  }

  /** The way of every profile to a token: what a workspace shares is used as far as a person has approved it. */
  async #approved(profile: Profile, signal: AbortSignal, interactive = true): Promise<void> {
    await orAborted(this.dependencies.approvals.require(profile, { interactive, signal }), signal);
  }

  #errand(waiting: Waiting, urgency: Errand['urgency']): Errand {
    const { credentials } = this.dependencies;
    const asking = urgency === 'background' ? credentials.quiet() : credentials;
    return { ...waiting, choices: {}, unattended: true, urgency, credentials: asking };
  }

  /** Loaded when the first request is made (law 15). */
  async #requests(): Promise<TokenRequests> {
    const { TokenRequests } = await import('./tokenRequests');
    return (this.#loaded ??= new TokenRequests({
      ...this.dependencies,
      tokens: this.#tokens,
      locks: this.#locks,
      tokenOf: (name, builder, errand) => this.#tokenOf(name, builder, errand),
    }));
  }

  /** The one of a profile's tokens that is used where none is named. */
  async #activeToken(profile: Profile): Promise<TokenSummary | undefined> {
    const { profiles, store, active } = this.dependencies;
    const { tokens, failure } = await store.list();
    const { byProfile } = await assignTokens(await profiles(), tokens);
    const key = profileKey(profile);
    const choices = await active.choices([key]);
    const used = activeToken(byProfile.get(profile.name) ?? [], choices.get(key));
    // A storage that is locked is not an empty one.
    if (used === undefined && failure) throw failure;
    return used;
  }

  /** A new token for a profile that has none, unless one is being obtained: it is not asked for twice. */
  async #getFirst(profile: Profile, errand: Errand): Promise<Obtained> {
    const running = this.#running.get(profileKey(profile));
    if (running !== undefined) {
      await orAborted(running.ended, errand.signal);
      const active = await orAborted(this.#activeToken(profile), errand.signal);
      if (active !== undefined) return await this.#getFresh(profile, active.id, errand);
      // A person who was asked, and gave no token, is not asked again; one who was not asked is.
      if (errand.unattended || !running.unattended) throw noToken(profile);
      return await this.#getFirst(profile, errand);
    }
    const ask = () => this.#getNew(profile, errand);
    return await this.#backoff.run(profileKey(profile), errand.urgency === 'background', ask);
  }

  async #getNew(profile: Profile, errand: Errand): Promise<Obtained> {
    const key = profileKey(profile);
    const former = this.#running.get(key);
    const own = new AbortController();
    const signal = AbortSignal.any([errand.signal, own.signal]);
    const run = async () => {
      former?.abort();
      await orAborted(former?.ended ?? Promise.resolve(), signal);
      const whose = { profile, print: await fingerprint(profile) };
      return await (await this.#requests()).obtain(whose, { ...errand, signal });
    };
    const result = run();
    // Whoever comes next waits for the former one, too, if this one did not.
    const ended = Promise.allSettled([former?.ended, result]);
    const entry = { abort: () => own.abort(), ended, unattended: errand.unattended };
    this.#running.set(key, entry);
    try {
      return await result;
    } finally {
      if (this.#running.get(key) === entry) this.#running.delete(key);
    }
  }

  async #getFresh(profile: Profile, id: string, errand: Errand): Promise<Obtained> {
    const record = await orAborted(this.#tokens.existing(id), errand.signal);
    // What is another's is not handed out, however its id came here.
    if (record.fingerprint !== (await fingerprint(profile))) throw otherEndpoints(profile);
    if (this.#isGood(profile, record)) return { record, saved: true };
    return await this.#refresh(profile, record, errand);
  }

  /** Whether it can be sent as it is. */
  #isGood(profile: Profile, { obtainedAt, tokenSet: { expiresAt } }: TokenRecord): boolean {
    const isInTime = isUsable({ obtainedAt, expiresAt }, this.dependencies.clock.now());
    return isInTime && !isAskedEachTime(profile, expiresAt);
  }

  async #refresh(profile: Profile, decided: TokenRecord, errand: Errand): Promise<Obtained> {
    return await this.#renewals.join(`${decided.id} ${errand.urgency}`, errand.signal, (signal) =>
      this.#backoff.run(decided.id, errand.urgency === 'background', async () => {
        const whose = { profile, print: await fingerprint(profile) };
        return await (await this.#requests()).renew(whose, decided, { ...errand, signal });
      }),
    );
  }

  /** A token of another profile, that can be used now, to build on (RFC 8693). The settings allow no circles. */
  async #tokenOf(name: string, builder: Profile, errand: Errand): Promise<TokenSet> {
    const read = await this.dependencies.profiles();
    const profile = read.profiles.find(
      (candidate) => writtenName(candidate) === name && isOfSamePlace(candidate, builder),
    );
    if (profile === undefined) {
      throw new ValetKeyError('profile_not_found', `There is no usable profile “${name}” in your settings.`, {
        hint: `“${builder.name}” builds on its token.`,
        remedy: 'edit_profile',
      });
    }
    await this.#approved(profile, errand.signal, errand.urgency !== 'background');
    // A sign-in that goes on already is not begun a second time.
    await orAborted(this.#running.get(profileKey(profile))?.ended ?? Promise.resolve(), errand.signal);
    const used = await this.#activeToken(profile);
    try {
      if (used !== undefined) return (await this.#getFresh(profile, used.id, errand)).record.tokenSet;
    } catch (error) {
      if (!isForSignIn(error)) throw error;
    }
    if (errand.unattended && !isUnattended(profile)) {
      throw new ValetKeyError(
        'nothing_to_refresh',
        `“${builder.name}” builds on a token of “${name}”, and only a person can get another of those.`,
        { hint: 'Get a new token; that leads through the sign-in.', remedy: 'get_new_token' },
      );
    }
    return (await this.#getNew(profile, { ...errand, choices: {} })).record.tokenSet;
  }
}

import { ValetKeyError, isCancelled } from '../errors';
import type { Clock, Disposable, Logger } from '../ports';
import { isUnattended, type Profile } from '../profiles/profile';
import { nameInKey, profileKey, profileWithKey } from '../profiles/profileSource';
import type { ProfilesRead } from '../profiles/readProfiles';
import { activeToken, type ActiveTokens } from './activeTokens';
import { usableUntil } from './expiry';
import { assignTokens } from './ownership';
import { isForSignIn } from './tokenErrors';
import type { TokenRecord, TokenSet } from './tokenRecord';
import type { TokenService } from './tokenService';
import type { TokenStore, TokenSummary } from './tokenStore';
import { isRenewable, needsSignIn } from './tree/tokenState';

/** A machine that slept has stopped its timers: the clock is looked at this often. */
const LONGEST_WAIT_MILLISECONDS = 60_000;
/** What is due this much too late is due because the machine slept, or the clock was set: then windows take turns. */
const LATE_MILLISECONDS = 5_000;
const JITTER_MILLISECONDS = 5_000;
/** Between two renewals of one token, whatever a server says of how long its tokens live. */
const SHORTEST_PAUSE_MILLISECONDS = 10_000;
/** After a renewal that failed; twice as long each time. */
const FIRST_RETRY_MILLISECONDS = 30_000;
const LONGEST_RETRY_MILLISECONDS = 15 * 60_000;

/** What of a token goes into a request. */
export type FreshToken = Pick<TokenSet, 'accessToken' | 'tokenType' | 'expiresAt'>;

/**
 * @param profile its key (`profileKey`)
 * @param token `undefined`: there is none any more that can be used
 */
export type FreshTokensListener = (profile: string, token: FreshToken | undefined) => void;

export interface FreshTokensDependencies {
  readonly store: Pick<TokenStore, 'list' | 'get' | 'onDidChange'>;
  readonly active: Pick<ActiveTokens, 'choices'>;
  readonly service: Pick<TokenService, 'getAccessToken'>;
  readonly profiles: () => Promise<Pick<ProfilesRead, 'names' | 'profiles'>>;
  /** Called when profiles may be others than they were. */
  readonly onDidChangeProfiles: (listener: () => void) => Disposable;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** The active token of a profile, and when something is to be done about it. */
interface Kept {
  readonly id: string;
  readonly generation: number | undefined;
  readonly obtainedAt: number;
  readonly expiresAt: number | undefined;
  readonly token: FreshToken;
  readonly isRenewable: boolean;
  /** When it is renewed, in milliseconds since 1970; `Infinity`: never, or not before something changes. */
  renewAt: number;
  /** Times that a renewal has failed since it was last fresh. */
  failures: number;
  /** It could be used while this window looked: then it is worth trying again for. */
  readonly wasFresh: boolean;
  isRenewing: boolean;
  /** It is late already, and waits for a moment of its own. */
  hasTurn: boolean;
}

/**
 * Keeps the active tokens of some profiles true, for what reads them without asking: the environment of terminals, the
 * variables of other extensions. Renews each shortly before it ends, without a person, by one timer that looks at the
 * wall clock. Profiles that have no token get none. While nobody wants any, nothing runs and nothing is read.
 */
export class FreshTokens implements Disposable {
  readonly #wanted = new Map<string, ReadonlySet<string>>();
  readonly #kept = new Map<string, Kept>();
  readonly #announced = new Map<string, FreshToken>();
  readonly #listeners = new Set<FreshTokensListener>();
  readonly #ended = new AbortController();
  #subscriptions: readonly Disposable[] = [];
  #timer = new AbortController();
  #reading = false;
  #outdated = false;

  constructor(private readonly dependencies: FreshTokensDependencies) {}

  /**
   * Says which profiles are to be kept fresh, in place of what was said before under the same name.
   * @param whom who wants it; what several want is kept for all of them
   * @param profiles their keys (`profileKey`): what is called like one of them later is another one, perhaps of others
   */
  want(whom: string, profiles: Iterable<string>): void {
    const keys = new Set(profiles);
    if (keys.size === 0) this.#wanted.delete(whom);
    else this.#wanted.set(whom, keys);
    this.lookAgain();
  }

  /** The token of a profile that is kept fresh, by its key, while it can be used. Costs nothing. */
  tokenOf(profile: string): FreshToken | undefined {
    const token = this.#announced.get(profile);
    const { expiresAt = Infinity } = token ?? {};
    return this.dependencies.clock.now() < expiresAt ? token : undefined;
  }

  /** Calls the listener whenever the token of a profile that is kept fresh became another, or none. */
  onDidChange(listener: FreshTokensListener): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Somebody is there, or has mended something: what was given up is tried once more. */
  tryAgain(): void {
    for (const kept of this.#kept.values()) {
      if (kept.isRenewable && kept.renewAt === Infinity) kept.renewAt = usableUntil(kept);
    }
    this.lookAgain();
  }

  dispose(): void {
    this.#ended.abort();
    this.#timer.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#listeners.clear();
    this.#kept.clear();
    this.#announced.clear();
  }

  /** Reads anew; changes that come meanwhile lead to one more reading, however many they are. */
  lookAgain(): void {
    this.#outdated = true;
    if (!this.#reading) void this.#update();
  }

  async #update(): Promise<void> {
    this.#reading = true;
    while (this.#outdated && !this.#isOver()) {
      this.#outdated = false;
      this.#listen();
      try {
        await this.#read();
      } catch (error) {
        // What is kept stays as true as it was; the next change leads to another reading.
        this.dependencies.logger.warn(`The tokens that are kept fresh could not be read: ${codeOf(error)}.`);
      }
    }
    this.#reading = false;
    this.#settle();
  }

  /** Hears of changes as long as anything is wanted. */
  #listen(): void {
    const isWanted = this.#wanted.size > 0;
    if (isWanted === this.#subscriptions.length > 0) return;
    for (const subscription of this.#subscriptions) subscription.dispose();
    const { store, onDidChangeProfiles } = this.dependencies;
    const look = () => this.lookAgain();
    const tryAgain = () => this.tryAgain();
    this.#subscriptions = isWanted ? [store.onDidChange(look), onDidChangeProfiles(tryAgain)] : [];
  }

  async #read(): Promise<void> {
    const { store, active } = this.dependencies;
    const wanted = new Set([...this.#wanted.values()].flatMap((keys) => [...keys]));
    for (const key of this.#kept.keys()) if (!wanted.has(key)) this.#kept.delete(key);
    if (wanted.size === 0) return;
    const read = await this.dependencies.profiles();
    const { tokens, failure } = await store.list();
    const { byProfile } = await assignTokens(read, tokens);
    const choices = await active.choices(wanted);
    for (const key of wanted) {
      const profile = profileWithKey(key, read.profiles);
      const token = profile && activeToken(byProfile.get(profile.name) ?? [], choices.get(key));
      if (profile !== undefined && token !== undefined) await this.#readToken(profile, token);
      // A storage that is locked is not an empty one.
      else if (profile === undefined || failure === undefined) this.#kept.delete(key);
    }
  }

  /** The secret part is read once for each token set. */
  async #readToken(profile: Profile, token: TokenSummary): Promise<void> {
    const key = profileKey(profile);
    const kept = this.#kept.get(key);
    const renewable = isRenewable({ profile, token }) && (isUnattended(profile) || !needsSignIn(token));
    const isKnown =
      kept?.id === token.id && kept.generation === token.generation && kept.obtainedAt === token.obtainedAt;
    if (isKnown && kept.isRenewable === renewable) return;
    const record = await this.dependencies.store.get(token.id);
    if (record === undefined) this.#kept.delete(key);
    else this.#keep(key, record, renewable);
  }

  #keep(key: string, record: TokenRecord, renewable: boolean): void {
    const { accessToken, tokenType, expiresAt } = record.tokenSet;
    const until = usableUntil({ obtainedAt: record.obtainedAt, expiresAt });
    const former = this.#kept.get(key);
    this.#kept.set(key, {
      id: record.id,
      generation: record.generation,
      obtainedAt: record.obtainedAt,
      expiresAt,
      token: { accessToken, tokenType, ...(expiresAt !== undefined && { expiresAt }) },
      isRenewable: renewable,
      renewAt: renewable ? until : Infinity,
      failures: 0,
      wasFresh: former?.wasFresh === true || this.dependencies.clock.now() < until,
      isRenewing: former?.isRenewing ?? false,
      hasTurn: false,
    });
  }

  /** Says what has changed, begins what is due, and sets the timer for what comes next. */
  #settle(): void {
    this.#timer.abort();
    if (this.#isOver()) return;
    const now = this.dependencies.clock.now();
    for (const key of new Set([...this.#announced.keys(), ...this.#kept.keys()])) this.#announce(key, now);
    let next = Infinity;
    for (const [key, kept] of this.#kept) {
      const { expiresAt = Infinity } = kept;
      if (now < expiresAt) next = Math.min(next, expiresAt);
      if (kept.isRenewing) continue;
      if (now >= kept.renewAt) {
        if (kept.hasTurn || now - kept.renewAt < LATE_MILLISECONDS) {
          void this.#renew(key, kept);
          continue;
        }
        // Due while the machine slept; every window wakes at the same moment.
        kept.hasTurn = true;
        kept.renewAt = now + (this.dependencies.random ?? Math.random)() * JITTER_MILLISECONDS;
      }
      next = Math.min(next, kept.renewAt);
    }
    if (next === Infinity) return;
    this.#timer = new AbortController();
    const wait = Math.min(Math.max(next - now, 1), LONGEST_WAIT_MILLISECONDS);
    void this.dependencies.clock.delay(wait, this.#timer.signal).then(() => this.#settle(), ignore);
  }

  #announce(key: string, now: number): void {
    const token = this.#kept.get(key)?.token;
    const { expiresAt = Infinity } = token ?? {};
    const usable = now < expiresAt ? token : undefined;
    const announced = this.#announced.get(key);
    if (usable === undefined) this.#announced.delete(key);
    else this.#announced.set(key, usable);
    if (usable?.accessToken === announced?.accessToken && usable?.tokenType === announced?.tokenType) return;
    for (const listener of this.#listeners) listener(key, usable);
  }

  async #renew(key: string, kept: Kept): Promise<void> {
    kept.isRenewing = true;
    kept.hasTurn = false;
    const { service, clock, profiles } = this.dependencies;
    let failure: unknown;
    try {
      const profile = profileWithKey(key, (await profiles()).profiles);
      if (profile === undefined) return;
      const waiting = { signal: this.#ended.signal, progress: { report: ignore } };
      const { record } = await service.getAccessToken(profile, { interactive: false }, waiting);
      // It may be unwanted by now. The store has announced it, too; what comes first counts.
      if (this.#kept.has(key)) this.#keep(key, record, true);
    } catch (error) {
      failure = error;
    } finally {
      const now = clock.now();
      const current = this.#kept.get(key);
      if (current !== undefined) {
        current.isRenewing = false;
        if (failure !== undefined) this.#postpone(key, current, failure, now);
        // A server whose tokens are over as soon as they are given is not asked in a circle.
        else current.renewAt = Math.max(current.renewAt, now + SHORTEST_PAUSE_MILLISECONDS);
      }
      this.#settle();
    }
  }

  #postpone(key: string, kept: Kept, error: unknown, now: number): void {
    if (isCancelled(error)) return;
    // Where nothing was ever good here, one try is enough until something changes (I20).
    const isHopeless = isForSignIn(error) || !kept.wasFresh;
    const pause = Math.min(FIRST_RETRY_MILLISECONDS * 2 ** kept.failures, LONGEST_RETRY_MILLISECONDS);
    kept.failures += 1;
    kept.renewAt = isHopeless ? Infinity : now + pause;
    this.dependencies.logger.info(
      `“${nameInKey(key)}”: its token could not be kept fresh (${codeOf(error)})${isHopeless ? '.' : '; trying again later.'}`,
    );
  }

  #isOver(): boolean {
    return this.#ended.signal.aborted;
  }
}

function codeOf(error: unknown): string {
  return error instanceof ValetKeyError ? error.code : 'internal';
}

/** Another timer has taken over, or nobody is to be told. */
function ignore(): void {
  return;
}

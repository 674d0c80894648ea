import { ValetKeyError, cancelled, isCancelled } from '../errors';
import type { Clock, Logger } from '../ports';
import type { Profile } from '../profiles/profile';
import { isShared, profileKey } from '../profiles/profileSource';
import type { ProfilesRead } from '../profiles/readProfiles';
import type { Granted } from '../protocol/token/tokenEndpoint';
import type { Redactor } from '../redactor';
import type { ActiveTokens } from './activeTokens';
import type { CredentialsKeeper } from './credentialsKeeper';
import { assignTokens } from './ownership';
import { orAborted } from './sharedWork';
import { storageFailure } from './storageFailure';
import { startTimeLimit } from './timeLimit';
import { cleanName } from './tokenNames';
import { generationOf, hasOtherTokens, unnamedToken, type TokenRecord } from './tokenRecord';
import type { TokenStore, TokenSummary } from './tokenStore';

/** How long the storage is waited for; then it counts as one that refuses, so that no new token is lost to it. */
const STORING_MILLISECONDS = 5_000;

export interface TokenKeeperDependencies {
  readonly store: TokenStore;
  readonly active: ActiveTokens;
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

/** A profile with its fingerprint (law 2). */
export interface Printed {
  readonly profile: Profile;
  readonly print: string;
}

/** What a record takes over from the one whose place it takes. */
interface Place {
  readonly id: string;
  readonly name: string | undefined;
  readonly generation: number;
  readonly grantedAt?: number;
}

/** Puts what a server granted into the store, in its right place, before anything else happens with it (law 5). */
export class TokenKeeper {
  constructor(private readonly dependencies: TokenKeeperDependencies) {}

  /**
   * A new token, which is the active one of its profile from now on.
   * @param replaced the record whose place it takes, as `replacedBy` tells it; otherwise it stands beside the others
   */
  async keepNew(whose: Printed, granted: Granted, replaced: TokenRecord | undefined): Promise<Obtained> {
    const place = replaced && { id: replaced.id, name: replaced.name, generation: generationOf(replaced) };
    // What is not said again has not changed.
    const told = replaced ? { label: replaced.label, ...granted } : granted;
    const obtained = await this.#keep(whose, told, place);
    const { id } = obtained.record;
    const others = (await this.#inTime(this.#tokensOf(whose), [])).filter((token) => token.id !== id);
    // One alone is the active one without a word.
    if (others.length > 0)
      await this.#inTime(this.dependencies.active.use(profileKey(whose.profile), id), undefined);
    return obtained;
  }

  /**
   * A token that was renewed. Meanwhile it may have been removed, which is to stay so, or replaced by a new sign-in,
   * which is newer than this answer.
   * @throws ValetKeyError `cancelled` when it was removed
   */
  async keepRenewed(sent: TokenRecord, whose: Printed, granted: Granted): Promise<Obtained> {
    // A storage that fails just now, or hangs, must not cost the new refresh token.
    const current = await this.#inTime(this.dependencies.store.get(sent.id), sent);
    if (current === undefined) throw cancelled();
    if (hasOtherTokens(current, sent)) {
      this.#protect(current.tokenSet);
      return { record: current, saved: true };
    }
    // What a refresh does not say again has not changed; a label may have meanwhile.
    return await this.keepInPlaceOf(current, whose, { label: current.label, ...granted });
  }

  /** Marks a token whose refresh token is worth nothing any more, for all windows; nothing of it is deleted. */
  async markSignInNeeded(record: TokenRecord): Promise<void> {
    if (record.needsSignIn !== true) await this.put({ ...record, needsSignIn: true });
  }

  /** @returns whether it was saved; a storage that hangs counts as one that refuses */
  async put(record: TokenRecord): Promise<boolean> {
    const limit = startTimeLimit(this.dependencies.clock, STORING_MILLISECONDS);
    try {
      return await this.dependencies.store.put(record, limit.signal);
    } finally {
      limit.stop();
    }
  }

  /** A token that is the former one renewed: what a person said of that holds for this. */
  async keepInPlaceOf(former: TokenRecord, whose: Printed, granted: Granted): Promise<Obtained> {
    const { id, name, obtainedAt, grantedAt = obtainedAt } = former;
    return await this.#keep(whose, granted, { id, name, generation: generationOf(former), grantedAt });
  }

  async #keep({ profile, print }: Printed, granted: Granted, place?: Place): Promise<Obtained> {
    const { credentials, clock, logger } = this.dependencies;
    const { tokenSet, account } = granted;
    this.#protect(tokenSet);
    const record: TokenRecord = {
      id: place?.id ?? crypto.randomUUID(),
      profile: profile.name,
      ...(isShared(profile) && { workspace: profile.source.folder }),
      fingerprint: print,
      ...(place?.name !== undefined && { name: place.name }),
      label: labelOf(granted),
      ...(account && { account }),
      obtainedAt: clock.now(),
      generation: (place?.generation ?? 0) + 1,
      ...(place?.grantedAt !== undefined && { grantedAt: place.grantedAt }),
      tokenSet,
    };
    const saved = await this.put(record);
    await this.#inTime(credentials.confirm(print), undefined);
    logger.info(`“${profile.name}”: the token is ready${saved ? ' and stored' : ', but not stored'}.`);
    return { record, saved };
  }

  /** A record as it is now; `undefined` when it is gone, or cannot be read. */
  async current(id: string): Promise<TokenRecord | undefined> {
    return await this.#inTime(this.dependencies.store.get(id), undefined);
  }

  /** @throws ValetKeyError `nothing_to_refresh` when it is gone, `storage_failed` */
  async existing(id: string): Promise<TokenRecord> {
    const record = await this.dependencies.store.get(id);
    if (record) {
      this.#protect(record.tokenSet);
      return record;
    }
    throw new ValetKeyError('nothing_to_refresh', 'This token is not there any more.', {
      remedy: 'get_new_token',
    });
  }

  /**
   * The same for whoever holds its lock, which a storage that hangs must not keep from all others.
   * @throws ValetKeyError
   */
  async existingInTime(id: string): Promise<TokenRecord> {
    const limit = startTimeLimit(this.dependencies.clock, STORING_MILLISECONDS);
    try {
      return await orAborted(this.existing(id), limit.signal);
    } catch (error) {
      throw limit.signal.aborted && isCancelled(error)
        ? storageFailure(new Error('it did not answer in time.'))
        : error;
    } finally {
      limit.stop();
    }
  }

  /** What the storage answers; something else where it fails, or does not answer. */
  async #inTime<T>(answer: Promise<T>, otherwise: T): Promise<T> {
    const limit = startTimeLimit(this.dependencies.clock, STORING_MILLISECONDS);
    try {
      return await orAborted(answer, limit.signal);
    } catch {
      return otherwise;
    } finally {
      limit.stop();
    }
  }

  #protect({ accessToken, refreshToken, idToken, dpopKey }: TokenRecord['tokenSet']): void {
    this.dependencies.redactor.protect(accessToken, refreshToken, idToken, dpopKey?.d);
  }

  /** The token whose place a new one takes: the one of the same account. Another account's stands beside it. */
  async replacedBy(whose: Printed, granted: Granted): Promise<TokenRecord | undefined> {
    const { account } = granted;
    const same = (await this.#inTime(this.#tokensOf(whose), [])).find(
      (token) =>
        // The profile may have been edited meanwhile: then those are the tokens of other endpoints.
        token.fingerprint === whose.print &&
        token.account?.issuer === account?.issuer &&
        token.account?.subject === account?.subject &&
        // Without an account, the label is all that tells two users apart.
        (account !== undefined || token.label === labelOf(granted)),
    );
    // One that cannot be read any more is simply not replaced.
    return same && (await this.current(same.id));
  }

  async #tokensOf({ profile }: Printed): Promise<readonly TokenSummary[]> {
    const { store, profiles } = this.dependencies;
    const { byProfile } = await assignTokens(await profiles(), (await store.list()).tokens);
    return byProfile.get(profile.name) ?? [];
  }
}

/** Whose it is, in the best words there are: a name, else the server's own id of the person. */
function labelOf({ account, label }: Granted): string {
  return account?.label ?? label ?? cleanName(account?.subject ?? '') ?? unnamedToken;
}

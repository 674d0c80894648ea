import { ValetKeyError, cancelled } from '../errors';
import type { Clock, Logger } from '../ports';
import type { Profile } from '../profiles/profile';
import type { ProfilesRead } from '../profiles/readProfiles';
import type { Granted } from '../protocol/token/tokenEndpoint';
import type { Redactor } from '../redactor';
import type { ActiveTokens } from './activeTokens';
import type { CredentialsKeeper } from './credentialsKeeper';
import { assignTokens } from './ownership';
import { cleanName } from './tokenNames';
import { unnamedToken, type TokenRecord } from './tokenRecord';
import type { TokenStore, TokenSummary } from './tokenStore';

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
  readonly grantedAt?: number;
}

/** Puts what a server granted into the store, in its right place, before anything else happens with it (law 5). */
export class TokenKeeper {
  constructor(private readonly dependencies: TokenKeeperDependencies) {}

  /**
   * A new token, which is the active one of its profile from now on. One of the same account takes the place of the
   * old one; another account's stands beside it.
   */
  async keepNew(whose: Printed, granted: Granted): Promise<Obtained> {
    const tokens = await this.#tokensOf(whose);
    const replaced = await this.#replaced(tokens, whose, granted);
    const place = replaced && { id: replaced.id, name: replaced.name };
    // What is not said again has not changed.
    const obtained = await this.#keep(
      whose,
      { ...(replaced && { label: replaced.label }), ...granted },
      place,
    );
    const { id } = obtained.record;
    // One alone is the active one without a word.
    if (tokens.some((token) => token.id !== id)) await this.dependencies.active.use(whose.profile.name, id);
    return obtained;
  }

  /**
   * A token that was renewed. Meanwhile it may have been removed, which is to stay so, or replaced by a new sign-in,
   * which is newer than this answer.
   * @throws ValetKeyError `cancelled` when it was removed
   */
  async keepRenewed(sent: TokenRecord, whose: Printed, granted: Granted): Promise<Obtained> {
    // A storage that fails just now must not cost the new refresh token.
    const current = await this.dependencies.store.get(sent.id).catch(() => sent);
    if (current === undefined) throw cancelled();
    if (current.tokenSet.refreshToken !== sent.tokenSet.refreshToken) return { record: current, saved: true };
    // What a refresh does not say again has not changed.
    return await this.keepInPlaceOf(current, whose, { label: current.label, ...granted });
  }

  /** A token that is the former one renewed: what a person said of that holds for this. */
  async keepInPlaceOf(former: TokenRecord, whose: Printed, granted: Granted): Promise<Obtained> {
    const { id, name, obtainedAt, grantedAt = obtainedAt } = former;
    return await this.#keep(whose, granted, { id, name, grantedAt });
  }

  async #keep({ profile, print }: Printed, granted: Granted, place?: Place): Promise<Obtained> {
    const { store, credentials, clock, logger } = this.dependencies;
    const { tokenSet, account } = granted;
    this.#protect(tokenSet);
    const record: TokenRecord = {
      id: place?.id ?? crypto.randomUUID(),
      profile: profile.name,
      fingerprint: print,
      ...(place?.name !== undefined && { name: place.name }),
      label: labelOf(granted),
      ...(account && { account }),
      obtainedAt: clock.now(),
      ...(place?.grantedAt !== undefined && { grantedAt: place.grantedAt }),
      tokenSet,
    };
    const saved = await store.put(record);
    await credentials.confirm(print);
    logger.info(`“${profile.name}”: the token is ready${saved ? ' and stored' : ', but not stored'}.`);
    return { record, saved };
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

  #protect({ accessToken, refreshToken, idToken, dpopKey }: TokenRecord['tokenSet']): void {
    this.dependencies.redactor.protect(accessToken, refreshToken, idToken, dpopKey?.d);
  }

  async #tokensOf({ profile }: Printed): Promise<readonly TokenSummary[]> {
    const { store, profiles } = this.dependencies;
    const { byProfile } = await assignTokens(await profiles(), (await store.list()).tokens);
    return byProfile.get(profile.name) ?? [];
  }

  async #replaced(
    tokens: readonly TokenSummary[],
    { print }: Printed,
    granted: Granted,
  ): Promise<TokenRecord | undefined> {
    const { account } = granted;
    const same = tokens.find(
      (token) =>
        // The profile may have been edited meanwhile: then those are the tokens of other endpoints.
        token.fingerprint === print &&
        token.account?.issuer === account?.issuer &&
        token.account?.subject === account?.subject &&
        // Without an account, the label is all that tells two users apart.
        (account !== undefined || token.label === labelOf(granted)),
    );
    // One that cannot be read any more is simply not replaced.
    return same && (await this.dependencies.store.get(same.id).catch(() => undefined));
  }
}

/** Whose it is, in the best words there are: a name, else the server's own id of the person. */
function labelOf({ account, label }: Granted): string {
  return account?.label ?? label ?? cleanName(account?.subject ?? '') ?? unnamedToken;
}

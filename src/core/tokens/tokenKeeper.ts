import { ValetKeyError, cancelled } from '../errors';
import type { Clock, Logger } from '../ports';
import type { Profile } from '../profiles/profile';
import type { ProfilesRead } from '../profiles/readProfiles';
import type { Granted } from '../protocol/token/tokenEndpoint';
import type { Redactor } from '../redactor';
import type { CredentialsKeeper } from './credentialsKeeper';
import { assignTokens } from './ownership';
import { unnamedToken, type TokenRecord } from './tokenRecord';
import type { TokenStore } from './tokenStore';

export interface TokenKeeperDependencies {
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

/** A profile with its fingerprint (law 2). */
export interface Printed {
  readonly profile: Profile;
  readonly print: string;
}

/** Puts what a server granted into the store, in its right place, before anything else happens with it (law 5). */
export class TokenKeeper {
  constructor(private readonly dependencies: TokenKeeperDependencies) {}

  /** A new token. One of the same account takes the place of the old one; another account's stands beside it. */
  async keepNew(whose: Printed, granted: Granted): Promise<Obtained> {
    return await this.keepInPlaceOf(await this.#replaced(whose, granted), whose, granted);
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
    return await this.keepInPlaceOf(sent, whose, { label: sent.label, ...granted });
  }

  async keepInPlaceOf(
    replaced: TokenRecord | undefined,
    { profile, print }: Printed,
    granted: Granted,
  ): Promise<Obtained> {
    const { store, credentials, clock, logger } = this.dependencies;
    const { tokenSet, account } = granted;
    this.#protect(tokenSet);
    const record: TokenRecord = {
      id: replaced?.id ?? crypto.randomUUID(),
      profile: profile.name,
      fingerprint: print,
      label: labelOf(granted),
      ...(account && { account }),
      obtainedAt: clock.now(),
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

  async #replaced({ profile, print }: Printed, granted: Granted): Promise<TokenRecord | undefined> {
    const { store, profiles } = this.dependencies;
    const { byProfile } = await assignTokens(await profiles(), (await store.list()).tokens);
    const { account } = granted;
    const same = byProfile.get(profile.name)?.find(
      (token) =>
        // The profile may have been edited meanwhile: then those are the tokens of other endpoints.
        token.fingerprint === print &&
        token.account?.issuer === account?.issuer &&
        token.account?.subject === account?.subject &&
        // Without an account, the label is all that tells two users apart.
        (account !== undefined || token.label === labelOf(granted)),
    );
    // One that cannot be read any more is simply not replaced.
    return same && (await store.get(same.id).catch(() => undefined));
  }
}

function labelOf({ account, label }: Granted): string {
  return account?.label ?? label ?? unnamedToken;
}

import { ValetKeyError, cancelled, isCancelled } from '../errors';
import type { Grants } from '../grants/grant';
import type { Refresher } from '../grants/refreshToken';
import type { Clock, Logger, Waiting } from '../ports';
import { callbackId } from '../profiles/fingerprint';
import { isUnattended, type Profile } from '../profiles/profile';
import { warningsOf } from '../profiles/warnings';
import type { Granted } from '../protocol/token/tokenEndpoint';
import type { Redactor } from '../redactor';
import { withChoices, type SignInChoices } from '../signIn/signInChoices';
import { onceMoreWhenBusy } from './busyServer';
import type { CredentialsKeeper } from './credentialsKeeper';
import type { RecordLocks } from './recordLocks';
import { isAboutClient, isForSignIn, otherEndpoints } from './tokenErrors';
import { withPersonLabel } from './personLabel';
import { orAborted } from './sharedWork';
import type { InquiryEngine } from './tokenInquiries';
import type { Obtained, Printed, TokenKeeper } from './tokenKeeper';
import type { TokenRecord, TokenSet } from './tokenRecord';
import { TokenRenewals, type Ask } from './tokenRenewals';

/** How a request for a token came about. */
export interface Errand extends Waiting {
  readonly choices: SignInChoices;
  /** Nobody asked for a new token: an old one is renewed, and no person may be needed for it. */
  readonly unattended: boolean;
  /** Nobody waits for it, a person wants to use the token, or has asked for just this, which is always tried. */
  readonly urgency: 'background' | 'use' | 'refresh';
  /** What the client proves itself with; one that asks nobody when nobody is to be asked anything. */
  readonly credentials: CredentialsKeeper;
}

export interface TokenRequestsDependencies {
  readonly engine: () => Promise<{
    readonly grants: Grants;
    readonly refresher: Refresher;
    readonly inquiries: InquiryEngine;
  }>;
  readonly tokens: TokenKeeper;
  readonly locks: RecordLocks;
  readonly credentials: CredentialsKeeper;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  /** A token of another profile, for one that builds on it. */
  readonly tokenOf: (name: string, builder: Profile, errand: Errand) => Promise<TokenSet>;
}

/** One request for a token, from its credentials to the store. Who shares it is for the `TokenService` to say. */
export class TokenRequests {
  readonly #renewals: TokenRenewals;

  constructor(private readonly dependencies: TokenRequestsDependencies) {
    this.#renewals = new TokenRenewals(dependencies);
  }

  /** A new token, in the place of one of the same account, if there is one. @throws ValetKeyError */
  async obtain(whose: Printed, errand: Errand): Promise<Obtained> {
    const run = async () => {
      const { ask, credentials } = await this.#granting(whose, errand);
      const { clock, logger, redactor } = this.dependencies;
      const { inquiries } = await this.dependencies.engine();
      return await ask(errand.signal, async (granted) => {
        // A server may repeat it in what it says of the person, and that is logged.
        redactor.protect(granted.tokenSet.accessToken);
        const asking = {
          profile: whose.profile,
          credentials,
          signal: errand.signal,
          progress: errand.progress,
        };
        const reader = inquiries.userInfoReader;
        return await this.#keepNew(whose, await withPersonLabel(granted, asking, { reader, clock, logger }));
      });
    };
    return await this.#settled(whose, run());
  }

  /** Everything that is needed to ask for a new token: what then asks. */
  async #granting(whose: Printed, errand: Errand) {
    const { engine, logger, tokenOf } = this.dependencies;
    const { profile, print } = whose;
    const { progress, choices } = errand;
    logger.info(`“${profile.name}”: getting a token with ${profile.grantType}.`);
    for (const warning of warningsOf(profile)) logger.warn(`“${profile.name}”: ${warning}`);
    const credentials = await orAborted(errand.credentials.gather(profile, print, errand), errand.signal);
    if (errand.signal.aborted) throw cancelled();
    const grant = (await engine()).grants[profile.grantType];
    const ask = <T>(
      signal: AbortSignal,
      keep: (granted: Granted) => Promise<T>,
      renewed?: TokenRecord,
    ): Promise<T> => {
      const request = {
        profile: withChoices(profile, choices),
        credentials,
        callbackId: callbackId(print),
        signal,
        progress,
        choices,
        unattended: errand.unattended,
        account: renewed?.account,
        tokenOf: (name: string) => tokenOf(name, profile, { ...errand, signal }),
      };
      return grant.run(request, keep);
    };
    return { ask, credentials };
  }

  /** Where it takes the place of another token, a refresh of that in another window is waited for: the newest wins (J8). */
  async #keepNew(whose: Printed, granted: Granted): Promise<Obtained> {
    const { tokens, locks } = this.dependencies;
    const replaced = await tokens.replacedBy(whose, granted);
    if (replaced === undefined) return await tokens.keepNew(whose, granted, undefined);
    try {
      // Nobody's cancel counts: the server has given the token.
      return await locks.holding(replaced.id, new AbortController().signal, async () =>
        tokens.keepNew(whose, granted, (await tokens.current(replaced.id)) ?? replaced),
      );
    } catch (error) {
      if (!(error instanceof ValetKeyError) || error.code !== 'held_elsewhere') throw error;
      return await tokens.keepNew(whose, granted, replaced);
    }
  }

  /**
   * Other tokens for a record, in its place.
   * @param decided the record as it was when they were found to be needed
   * @param errand its signal fires when nobody waits any more, and stops everything that can be asked for again
   * @throws ValetKeyError
   */
  async renew(whose: Printed, decided: TokenRecord, errand: Errand): Promise<Obtained> {
    return await this.#settled(whose, this.#renew(whose, decided, errand));
  }

  async #renew(whose: Printed, decided: TokenRecord, errand: Errand): Promise<Obtained> {
    const { profile, print } = whose;
    if (print !== decided.fingerprint) throw otherEndpoints(profile);
    const hasRefresh = decided.tokenSet.refreshToken !== undefined && decided.needsSignIn !== true;
    const isRepeatable = !hasRefresh && isUnattended(profile);
    const ask = await (isRepeatable ? this.#asking(whose, errand) : this.#refreshing(whose, errand));
    const { clock, logger } = this.dependencies;
    const { signal } = errand;
    const isAskedFor = errand.urgency === 'refresh';
    const renewal = { whose, decided, signal, isAskedFor, isRepeatable, ask };
    // A server that asks to wait is waited for without the lock.
    const renewing = onceMoreWhenBusy({ clock, logger, signal }, () => this.#renewals.renew(renewal));
    if (isRepeatable || !isUnattended(profile)) return await renewing;
    return await renewing.catch(async (error: unknown) => {
      const marked = isForSignIn(error) ? await this.dependencies.tokens.current(decided.id) : undefined;
      if (marked?.needsSignIn !== true) throw error;
      // Where its refresh token is worth nothing any more, the grant gives another, and needs nobody.
      return await this.#renew(whose, marked, errand);
    });
  }

  async #asking(whose: Printed, errand: Errand): Promise<Ask> {
    const { ask } = await this.#granting(whose, errand);
    return async (record, { signal, beforeSending }) => {
      await beforeSending();
      return await ask(signal, (granted) => Promise.resolve(granted), record);
    };
  }

  async #refreshing({ profile, print }: Printed, errand: Errand): Promise<Ask> {
    this.dependencies.logger.info(`“${profile.name}”: refreshing a token.`);
    errand.progress.report('Refreshing the token…');
    const credentials = await orAborted(errand.credentials.gather(profile, print, errand), errand.signal);
    if (errand.signal.aborted) throw cancelled();
    const { refresher } = await this.dependencies.engine();
    // Nobody's cancel counts from here on: a rotated token must be stored once it was asked for.
    return ({ tokenSet, account }, sending) =>
      refresher.refresh({ profile, credentials, tokenSet, account, ...sending });
  }

  /** What comes of a request, written down in the log and, for a failure, in what is kept of the client. */
  async #settled({ profile, print }: Printed, request: Promise<Obtained>): Promise<Obtained> {
    const { logger, credentials } = this.dependencies;
    try {
      return await request;
    } catch (error) {
      if (isCancelled(error)) logger.info(`“${profile.name}”: cancelled.`);
      // One that has a profile already is that of another, which this one builds on.
      else if (error instanceof ValetKeyError && error.profile === undefined) {
        error.profile = profile.name;
        if (isAboutClient(error)) credentials.reject(print);
        logger.error(`“${profile.name}”: ${error.code}: ${error.message}`);
      }
      throw error;
    }
  }
}

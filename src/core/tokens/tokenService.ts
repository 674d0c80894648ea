import { ValetKeyError, cancelled, isCancelled } from '../errors';
import type { Grants } from '../grants/grant';
import type { Refresher } from '../grants/refreshToken';
import type { ClientKeys, Disposable, Waiting } from '../ports';
import type { SignInChoices } from '../signIn/signInChoices';
import { callbackId, fingerprint } from '../profiles/fingerprint';
import { isUnattended, type Profile } from '../profiles/profile';
import { warningsOf } from '../profiles/warnings';
import { activeToken } from './activeTokens';
import { isUsable } from './expiry';
import { assignTokens } from './ownership';
import { SharedWork, orAborted } from './sharedWork';
import { TokenKeeper, type Obtained, type Printed, type TokenKeeperDependencies } from './tokenKeeper';
import type { InquiryEngine } from './tokenInquiries';
import type { TokenRecord, TokenSet } from './tokenRecord';

/** What speaks the protocol; loaded when the first request is made (law 15). */
export interface Engine {
  readonly grants: Grants;
  readonly refresher: Refresher;
  /** For the `CredentialsKeeper`, which is there before the engine is. */
  readonly clientKeys: ClientKeys;
  readonly inquiries: InquiryEngine;
}

export interface TokenServiceDependencies extends TokenKeeperDependencies {
  readonly engine: () => Promise<Engine>;
}

/** How a request for a token came about. */
interface Errand extends Waiting {
  readonly choices: SignInChoices;
  /** Nobody asked for a new token: an old one is renewed, and no person may be needed for it. */
  readonly unattended: boolean;
}

/** Gets and renews tokens. One request a profile at a time; one renewal a token at a time (law 5). */
export class TokenService implements Disposable {
  readonly #running = new Map<string, { readonly abort: () => void; readonly ended: Promise<unknown> }>();
  readonly #renewals = new SharedWork<Obtained>();
  readonly #tokens: TokenKeeper;

  constructor(private readonly dependencies: TokenServiceDependencies) {
    this.#tokens = new TokenKeeper(dependencies);
  }

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
  async getNew(profile: Profile, waiting: Waiting, choices: SignInChoices = {}): Promise<Obtained> {
    return await this.#getNew(profile, { ...waiting, choices, unattended: false });
  }

  /**
   * A token that can be used now: as stored, or renewed when it has expired.
   * @throws ValetKeyError `nothing_to_refresh` when it has expired and only a person can get another
   */
  async getFresh(profile: Profile, id: string, waiting: Waiting): Promise<Obtained> {
    return await this.#getFresh(profile, id, { ...waiting, choices: {}, unattended: true });
  }

  /**
   * Renews a token, however much life it has left. Callers at the same time share one request.
   * @throws ValetKeyError; the stored token stays as it was
   */
  async refresh(profile: Profile, id: string, waiting: Waiting): Promise<Obtained> {
    return await this.#refresh(profile, id, { ...waiting, choices: {}, unattended: true });
  }

  /**
   * Changes what is kept of a token.
   * @throws ValetKeyError `nothing_to_refresh` when it is gone, `storage_failed`
   */
  async changeRecord(id: string, change: (record: TokenRecord) => TokenRecord): Promise<Obtained> {
    const record = change(await this.#tokens.existing(id));
    return { record, saved: await this.dependencies.store.put(record) };
  }

  async #getNew(profile: Profile, errand: Errand): Promise<Obtained> {
    const former = this.#running.get(profile.name);
    const own = new AbortController();
    const signal = AbortSignal.any([errand.signal, own.signal]);
    const run = async () => {
      former?.abort();
      await former?.ended;
      const whose = { profile, print: await fingerprint(profile) };
      return await this.#settled(whose, this.#obtain(whose, { ...errand, signal }));
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

  async #getFresh(profile: Profile, id: string, errand: Errand): Promise<Obtained> {
    const record = await this.#tokens.existing(id);
    const { expiresAt } = record.tokenSet;
    if (isUsable({ obtainedAt: record.obtainedAt, expiresAt }, this.dependencies.clock.now())) {
      return { record, saved: true };
    }
    return await this.#refresh(profile, id, errand);
  }

  async #refresh(profile: Profile, id: string, errand: Errand): Promise<Obtained> {
    return await this.#renewals.join(id, errand.signal, async (abandoned) => {
      const whose = { profile, print: await fingerprint(profile) };
      return await this.#settled(whose, this.#renew(whose, id, { ...errand, signal: abandoned }));
    });
  }

  /** @param renewed the record whose place the new one takes; otherwise that of the same account, if there is one */
  async #obtain(whose: Printed, errand: Errand, renewed?: TokenRecord): Promise<Obtained> {
    const { engine, logger, clock, redactor, credentials: keeper } = this.dependencies;
    const { profile, print } = whose;
    const { signal, progress, choices } = errand;
    logger.info(`“${profile.name}”: getting a token with ${profile.grantType}.`);
    for (const warning of warningsOf(profile)) logger.warn(`“${profile.name}”: ${warning}`);
    const credentials = await keeper.gather(profile, print, { signal, progress });
    if (signal.aborted) throw cancelled();
    const { grants, inquiries } = await engine();
    const grant = grants[profile.grantType];
    const request = {
      profile: choices.prompt === undefined ? profile : { ...profile, prompt: choices.prompt },
      credentials,
      callbackId: callbackId(print),
      signal,
      progress,
      choices,
      tokenOf: (name: string) => this.#tokenOf(name, profile, errand),
    };
    return await grant.run(request, async (granted) => {
      if (renewed) return await this.#tokens.keepInPlaceOf(renewed, whose, granted);
      // A server may repeat it in what it says, and that is logged.
      redactor.protect(granted.tokenSet.accessToken);
      const { withPersonLabel } = await import('./personLabel');
      const reader = inquiries.userInfoReader;
      const asking = { profile, credentials, signal, progress };
      const labelled = await withPersonLabel(granted, asking, { reader, clock, logger });
      return await this.#tokens.keepNew(whose, labelled);
    });
  }

  /** @param errand its signal fires when nobody waits any more, and stops everything that can be asked for again */
  async #renew(whose: Printed, id: string, errand: Errand): Promise<Obtained> {
    const { engine, logger, credentials: keeper } = this.dependencies;
    const { profile, print } = whose;
    const { signal, progress } = errand;
    const record = await this.#tokens.existing(id);
    if (print !== record.fingerprint) {
      throw new ValetKeyError(
        'nothing_to_refresh',
        `The token was obtained from other endpoints than “${profile.name}” has now.`,
        { hint: 'It is not sent to the new ones. Get a new token.', remedy: 'get_new_token' },
      );
    }
    const { tokenSet, account } = record;
    if (tokenSet.refreshToken === undefined && isUnattended(profile)) {
      return await this.#obtain(whose, errand, record);
    }
    logger.info(`“${profile.name}”: refreshing a token.`);
    progress.report('Refreshing the token…');
    const credentials = await keeper.gather(profile, print, { signal, progress });
    if (signal.aborted) throw cancelled();
    const { refresher } = await engine();
    // From here on nobody's cancel counts: a rotated token must be stored once it was asked for.
    const unstoppable = new AbortController().signal;
    const granted = await refresher.refresh({ profile, credentials, signal: unstoppable, tokenSet, account });
    return await this.#tokens.keepRenewed(record, whose, granted);
  }

  /** A token of another profile, that can be used now, to build on (RFC 8693). The settings allow no circles. */
  async #tokenOf(name: string, builder: Profile, errand: Errand): Promise<TokenSet> {
    const { profiles, store, active } = this.dependencies;
    const read = await profiles();
    const profile = read.profiles.find((candidate) => candidate.name === name);
    if (profile === undefined) {
      throw new ValetKeyError('profile_not_found', `There is no usable profile “${name}” in your settings.`, {
        hint: `“${builder.name}” builds on its token.`,
        remedy: 'edit_profile',
      });
    }
    // A sign-in that goes on already is not begun a second time.
    await orAborted(this.#running.get(name)?.ended ?? Promise.resolve(), errand.signal);
    const { byProfile } = await assignTokens(read, (await store.list()).tokens);
    const choice = (await active.choices([name])).get(name);
    const used = activeToken(byProfile.get(name) ?? [], choice);
    try {
      if (used !== undefined) return (await this.#getFresh(profile, used.id, errand)).record.tokenSet;
    } catch (error) {
      if (!(error instanceof ValetKeyError) || error.remedy !== 'get_new_token') throw error;
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

/** Whether a server did not take the client's authentication: what was typed for it is then doubtful. */
function isAboutClient({ server, remedy }: ValetKeyError): boolean {
  return server?.error === 'invalid_client' || remedy === 'set_client_secret' || remedy === 'set_client_key';
}

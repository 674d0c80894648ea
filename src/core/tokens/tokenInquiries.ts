import type { Waiting } from '../ports';
import { ValetKeyError, cancelled, isCancelled } from '../errors';
import { fingerprint } from '../profiles/fingerprint';
import { requireServer } from '../profiles/otherSources';
import { clientCredentialKind } from '../profiles/clientCredentialKind';
import type { Profile } from '../profiles/profile';
import type { SessionEnder, SignOut } from '../protocol/inquiries/endSession';
import type { Inquiry } from '../protocol/inquiries/inquiry';
import type { Introspection, Introspector } from '../protocol/inquiries/introspection';
import type { Revoked, Revoker } from '../protocol/inquiries/revocation';
import type { UserInfo, UserInfoReader } from '../protocol/inquiries/userinfo';
import { isAboutClient, otherEndpoints } from './tokenErrors';
import type { ProfileApprovals } from './profileApprovals';
import { TokenKeeper, type TokenKeeperDependencies } from './tokenKeeper';

/** What asks servers; part of the engine, which is loaded when the first request is made (law 15). */
export interface InquiryEngine {
  readonly revoker: Revoker;
  readonly introspector: Introspector;
  readonly userInfoReader: UserInfoReader;
  readonly sessionEnder: SessionEnder;
}

export interface TokenInquiriesDependencies extends TokenKeeperDependencies {
  readonly engine: () => Promise<{ readonly inquiries: InquiryEngine }>;
  readonly approvals: ProfileApprovals;
}

/**
 * Asks servers about stored tokens, and tells them what shall become of them. A token goes to the endpoints that it
 * belongs to and to no others (law 2). Nothing here changes what is stored: that is for a person to say.
 */
export class TokenInquiries {
  readonly #tokens: TokenKeeper;

  constructor(private readonly dependencies: TokenInquiriesDependencies) {
    this.#tokens = new TokenKeeper(dependencies);
  }

  /**
   * Has the server revoke a token and its refresh token.
   * @returns what the server holds afterwards
   * @throws ValetKeyError when nothing could be asked for
   */
  async revoke(profile: Profile, id: string, waiting: Waiting): Promise<readonly Revoked[]> {
    waiting.progress.report('Asking the server to revoke it…');
    return await this.#ask(profile, id, waiting, async ({ revoker }, inquiry) => {
      const results = await revoker.revoke(inquiry);
      for (const { token, outcome, failure } of results) {
        this.#log(profile, `${token}: ${outcome}${failure ? ` (${failure.code}: ${failure.message})` : ''}`);
      }
      const refused = results.find(({ failure }) => failure !== undefined && isAboutClient(failure));
      if (refused?.failure) throw refused.failure;
      return results;
    });
  }

  /** @throws ValetKeyError */
  async introspect(profile: Profile, id: string, waiting: Waiting): Promise<Introspection> {
    waiting.progress.report('Asking the server about it…');
    return await this.#ask(profile, id, waiting, ({ introspector }, inquiry) =>
      introspector.introspect(inquiry),
    );
  }

  /**
   * No client authentication goes along: the token is enough, unless it is bound to the client's certificate.
   * @throws ValetKeyError
   */
  async userInfo(profile: Profile, id: string, waiting: Waiting): Promise<UserInfo> {
    waiting.progress.report('Asking the server who signed in…');
    const asker = clientCredentialKind(profile) === 'certificate' ? profile : unauthenticated(profile);
    const read = ({ userInfoReader }: InquiryEngine, inquiry: Inquiry) => userInfoReader.read(inquiry);
    return await this.#ask(profile, id, waiting, read, asker);
  }

  /**
   * Leads the browser to where the person signs out.
   * @throws ValetKeyError
   */
  async signOut(profile: Profile, id: string, waiting: Waiting): Promise<SignOut> {
    waiting.progress.report('Opening the browser…');
    const end = ({ sessionEnder }: InquiryEngine, inquiry: Inquiry) => sessionEnder.signOut(inquiry);
    return await this.#ask(profile, id, waiting, end, unauthenticated(profile));
  }

  /** @param asker the profile as it goes to the server */
  async #ask<T>(
    profile: Profile,
    id: string,
    waiting: Waiting,
    ask: (engine: InquiryEngine, inquiry: Inquiry) => Promise<T>,
    asker = profile,
  ): Promise<T> {
    const { engine, credentials, approvals } = this.dependencies;
    const print = await fingerprint(profile);
    try {
      requireServer(profile);
      await approvals.require(profile, { interactive: true, signal: waiting.signal });
      const { tokenSet, account, fingerprint: owner } = await this.#tokens.existing(id);
      if (owner !== print) throw otherEndpoints(profile);
      const proves = clientCredentialKind(asker) !== 'none';
      const gathered = proves ? await credentials.gather(asker, print, waiting) : {};
      const { signal } = waiting;
      if (signal.aborted) throw cancelled();
      const { inquiries } = await engine();
      const answer = await ask(inquiries, {
        profile: asker,
        credentials: gathered,
        signal,
        tokenSet,
        account,
      });
      if (proves) await credentials.confirm(print);
      return answer;
    } catch (error) {
      this.#settle(profile, print, error);
      throw error;
    }
  }

  #settle(profile: Profile, print: string, error: unknown): void {
    if (isCancelled(error)) return this.#log(profile, 'cancelled.');
    if (!(error instanceof ValetKeyError)) return;
    error.profile = profile.name;
    if (isAboutClient(error)) this.dependencies.credentials.reject(print);
    this.dependencies.logger.error(`“${profile.name}”: ${error.code}: ${error.message}`);
  }

  #log(profile: Profile, what: string): void {
    this.dependencies.logger.info(`“${profile.name}”: ${what}`);
  }
}

/** The same client where it does not have to prove itself, so that no secret is asked for. */
function unauthenticated(profile: Profile): Profile {
  return { ...profile, tokenEndpointAuthMethod: 'none' };
}

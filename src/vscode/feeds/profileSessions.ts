import type {
  AuthenticationProviderAuthenticationSessionsChangeEvent as SessionsChange,
  AuthenticationSession,
  AuthenticationSessionAccountInformation as AccountInformation,
} from 'vscode';
import { ValetKeyError, isCancelled, toValetKeyError } from '../../core/errors';
import type { Profile } from '../../core/profiles/profile';
import { profileKey } from '../../core/profiles/profileSource';
import { activeToken } from '../../core/tokens/activeTokens';
import { isUsable } from '../../core/tokens/expiry';
import { assignTokens } from '../../core/tokens/ownership';
import { isForSignIn } from '../../core/tokens/tokenErrors';
import type { TokenRecord } from '../../core/tokens/tokenRecord';
import type { TokenSummary } from '../../core/tokens/tokenStore';
import { isRenewable, needsSignIn } from '../../core/tokens/tree/tokenState';
import { warnUnsaved } from '../announcements';
import { Pickers } from '../pickers';
import { unattended, whileWaitingLong } from '../waiting';
import type { SessionDependencies } from './authenticationProvider';
import { lackingScopes, profileScope, readSessionScopes } from './sessionScopes';

interface Listed {
  readonly profile: Profile;
  readonly token: TokenSummary;
}

/**
 * Profiles as accounts of VS Code's, and their active tokens as sessions. A profile is asked for by the scope
 * `profile:<name>` or by its account; other scopes are those that its token has to have.
 */
export class ProfileSessions {
  /** What VS Code knows, by the id of the session. */
  #known: ReadonlyMap<string, Listed> = new Map();
  #updating = false;
  #outdated = false;

  constructor(
    private readonly dependencies: SessionDependencies,
    private readonly changed: (event: SessionsChange) => void,
  ) {}

  /**
   * @param scopes `undefined`: VS Code looks for accounts, and gets no token
   * @throws Error for a person
   */
  async get(
    scopes: readonly string[] | undefined,
    account: AccountInformation | undefined,
  ): Promise<AuthenticationSession[]> {
    const asked = readSessionScopes(scopes ?? []);
    const isNamed = asked.profiles.length > 0 || account !== undefined;
    const sessions: AuthenticationSession[] = [];
    for (const listed of await this.#list()) {
      const { profile, token } = listed;
      if (account !== undefined && account.id !== profile.name) continue;
      if (asked.profiles.some((name) => name !== profile.name)) continue;
      if (lackingScopes(asked.scopes, token.scope).length > 0) continue;
      if (scopes === undefined) sessions.push(withoutToken(listed));
      else {
        const record = await this.#take(listed, isNamed);
        if (record !== undefined) sessions.push(sessionOf(profile, record, scopes));
      }
    }
    return sessions;
  }

  /** Gets a token; VS Code has asked the person whether the extension may have it. @throws Error for a person */
  async create(
    scopes: readonly string[],
    account: AccountInformation | undefined,
  ): Promise<AuthenticationSession> {
    const asked = readSessionScopes(scopes);
    try {
      const services = await this.dependencies.services();
      const name = asked.profiles[0] ?? account?.id;
      const profile = await new Pickers(services).profile(name, 'Sign In for an Extension');
      checkScopes(profile, asked.scopes, profile.scope, 'asks for');
      const usable = (await this.#list()).find(
        (listed) => listed.profile.name === profile.name && this.#isUsable(listed),
      );
      const title = `Access token for “${profile.name}”`;
      const { record, saved } = await whileWaitingLong(title, services.clock, undefined, async (waiting) =>
        // One that is good was not good enough: another account, or other scopes.
        usable === undefined
          ? await services.service.getAccessToken(profile, { interactive: true }, waiting)
          : await services.service.getNew(profile, waiting),
      );
      services.inUse.use(profile.name);
      if (!saved) void warnUnsaved(record);
      checkScopes(profile, asked.scopes, record.tokenSet.scope, 'was granted');
      await this.update();
      return sessionOf(profile, record, scopes);
    } catch (error) {
      throw plainError(error);
    }
  }

  /** VS Code has asked before. The server is not told. @throws Error for a person */
  async remove(id: string): Promise<void> {
    try {
      await this.dependencies.store.remove(id);
    } catch (error) {
      throw plainError(error);
    }
  }

  /** Tells VS Code what came, changed and went; changes that come meanwhile lead to one more look. */
  async update(): Promise<void> {
    this.#outdated = true;
    if (this.#updating) return;
    this.#updating = true;
    try {
      while (this.#outdated) {
        this.#outdated = false;
        this.#tell(new Map((await this.#list()).map((listed) => [listed.token.id, listed])));
      }
    } catch (error) {
      this.dependencies.logger.warn(`The sessions could not be read: ${toValetKeyError(error).code}.`);
    } finally {
      this.#updating = false;
    }
  }

  #tell(current: ReadonlyMap<string, Listed>): void {
    const known = this.#known;
    this.#known = current;
    const isOther = ({ profile, token }: Listed) => {
      const before = known.get(token.id);
      return (
        before !== undefined &&
        (before.token.obtainedAt !== token.obtainedAt || before.profile.name !== profile.name)
      );
    };
    const event = {
      added: [...current.values()].filter(({ token }) => !known.has(token.id)).map(withoutToken),
      removed: [...known.values()].filter(({ token }) => !current.has(token.id)).map(withoutToken),
      changed: [...current.values()].filter(isOther).map(withoutToken),
    };
    if (event.added.length + event.removed.length + event.changed.length > 0) this.changed(event);
  }

  /** The active token of each profile, where it is good or can be renewed without a person. */
  async #list(): Promise<readonly Listed[]> {
    const { settings, store, active } = this.dependencies;
    const read = await settings.read();
    if (read.profiles.length === 0) return [];
    const { byProfile } = await assignTokens(read, (await store.list()).tokens);
    const choices = await active.choices(read.profiles.map(profileKey));
    // One of a workspace may say something else than when a person approved it: then its token is nobody's (G3).
    const approved = read.profiles.filter(({ name }) => read.unapproved?.has(name) !== true);
    return approved.flatMap((profile) => {
      const token = activeToken(byProfile.get(profile.name) ?? [], choices.get(profileKey(profile)));
      if (token === undefined) return [];
      const listed = { profile, token };
      return this.#isUsable(listed) || (isRenewable(listed) && !needsSignIn(token)) ? [listed] : [];
    });
  }

  /** @param isNamed whether it is the one that is wanted, so that it is renewed for it */
  async #take(listed: Listed, isNamed: boolean): Promise<TokenRecord | undefined> {
    const { store, services } = this.dependencies;
    try {
      if (this.#isUsable(listed)) return await store.get(listed.token.id);
      if (!isNamed) return undefined;
      const { service } = await services();
      return (await service.getAccessToken(listed.profile, { interactive: false }, unattended())).record;
    } catch (error) {
      if (!isNamed || isForSignIn(error)) return undefined;
      throw plainError(error);
    }
  }

  #isUsable({ token }: Listed): boolean {
    return isUsable(token, this.dependencies.clock.now());
  }
}

function accountOf({ name }: Profile): AccountInformation {
  return { id: name, label: name };
}

/** What VS Code needs to know of a session to name it. */
function withoutToken({ profile, token }: Listed): AuthenticationSession {
  const scopes = token.scope?.split(' ') ?? [];
  return {
    id: token.id,
    accessToken: '',
    account: accountOf(profile),
    scopes: [profileScope(profile.name), ...scopes],
  };
}

/** Its scopes are those that were asked for: VS Code compares them. */
function sessionOf(
  profile: Profile,
  { id, tokenSet }: TokenRecord,
  scopes: readonly string[],
): AuthenticationSession {
  return { id, accessToken: tokenSet.accessToken, account: accountOf(profile), scopes };
}

/** @throws ValetKeyError `not_offered` */
function checkScopes(
  { name }: Profile,
  asked: readonly string[],
  scope: string | undefined,
  has: string,
): void {
  const lacking = lackingScopes(asked, scope);
  if (lacking.length === 0) return;
  throw new ValetKeyError(
    'not_offered',
    `An extension wants a token of “${name}” with the scope ${lacking.join(' ')}; it ${has} ${scope ?? 'none'}.`,
    { hint: 'Add it to the scope of the profile, if the provider allows it.' },
  );
}

/** What VS Code hands on to the extension: words, and nothing of ours. */
function plainError(error: unknown): Error {
  if (isCancelled(error)) return new Error('Cancelled');
  const { message, hint } = toValetKeyError(error);
  return new Error(hint === undefined ? message : `${message} ${hint}`);
}

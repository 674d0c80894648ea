import { ValetKeyError, cleanServerText } from '../errors';
import type { Clock, EditorSession, EditorSessions, SessionRequest } from '../ports';
import type { Granted } from '../protocol/token/tokenEndpoint';
import { damageOf } from '../protocol/token/issuedToken';
import { lifetimeOf } from '../protocol/token/lifetime';
import type { Redactor } from '../redactor';
import { orAborted } from '../tokens/sharedWork';
import type { Grant, GrantRequest } from './grant';

/** A sign-in that VS Code keeps for itself and for extensions. It asks the person whether Valet Key may have it. */
export class VsCodeSessionGrant implements Grant {
  constructor(
    private readonly sessions: EditorSessions,
    private readonly clock: Clock,
    private readonly redactor: Redactor,
  ) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { profile, progress, signal, account } = request;
    const provider = profile.authenticationProvider ?? '';
    progress.report('Waiting for VS Code’s own sign-in…');
    const session = await orAborted(
      this.sessions.get({
        provider,
        scopes: profile.scope?.split(' ') ?? [],
        ...(account && { account: { id: account.subject, label: account.label ?? account.subject } }),
        asking: askingOf(request),
      }),
      signal,
    );
    // Another account's token must not take this one's place.
    if (session === undefined || (account !== undefined && session.account.id !== account.subject)) {
      throw signedOut(provider);
    }
    this.redactor.protect(session.accessToken);
    return await keep(this.#granted(session, request));
  }

  #granted({ accessToken, account, scopes }: EditorSession, { profile }: GrantRequest): Granted {
    const damage = damageOf(accessToken);
    if (damage !== undefined) {
      throw new ValetKeyError('source_failed', `The token of VS Code’s session cannot be used: ${damage}.`, {
        hint: 'Nothing was stored.',
      });
    }
    const issuer = profile.authenticationProvider ?? '';
    return {
      tokenSet: {
        accessToken,
        tokenType: 'Bearer',
        ...lifetimeOf(accessToken, undefined, this.clock.now()),
        ...(scopes.length > 0 && { scope: scopes.join(' ') }),
        ...(profile.scope !== undefined && { requestedScope: profile.scope }),
      },
      account: { issuer, subject: account.id, label: cleanServerText(account.label) },
    };
  }
}

function askingOf({ unattended, choices }: GrantRequest): SessionRequest['asking'] {
  if (unattended) return 'nobody';
  return choices.prompt === undefined ? 'if_needed' : 'which_account';
}

function signedOut(provider: string): ValetKeyError {
  return new ValetKeyError(
    'nothing_to_refresh',
    `VS Code has no session of “${cleanServerText(provider)}” any more that Valet Key may use.`,
    { hint: 'Get a new token; VS Code then asks you to sign in.', remedy: 'get_new_token' },
  );
}

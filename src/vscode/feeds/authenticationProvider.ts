import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import type { Basics, Services } from '../commands/command';
import { authenticationProvider } from '../ids';
import type { ProfileSessions } from './profileSessions';

export interface SessionDependencies extends Pick<
  Basics,
  'settings' | 'store' | 'active' | 'inUse' | 'clock' | 'logger'
> {
  readonly services: () => Promise<Services>;
}

/**
 * Offers each profile as an account of VS Code's, which asks the person which extension may use it, and remembers.
 * VS Code looks for accounts as soon as this is registered: it finds none until a session is asked for or a token
 * changes in some window, so that no secret is read for a menu that nobody opens (law 15).
 */
export function registerAuthenticationProvider(dependencies: SessionDependencies): Disposable {
  const { store, settings } = dependencies;
  const changed = new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  let loaded: Promise<ProfileSessions> | undefined;
  const load = async () =>
    await (loaded ??= import('./profileSessions').then(
      ({ ProfileSessions }) => new ProfileSessions(dependencies, (event) => changed.fire(event)),
    ));
  const update = async () => {
    if (loaded === undefined && settings.isEmpty()) return;
    await (await load()).update();
  };
  const provider: vscode.AuthenticationProvider = {
    onDidChangeSessions: changed.event,
    getSessions: async (scopes, { account }) =>
      scopes === undefined && loaded === undefined ? [] : await (await load()).get(scopes, account),
    createSession: async (scopes, { account }) => await (await load()).create(scopes, account),
    removeSession: async (id) => await (await load()).remove(id),
  };
  return vscode.Disposable.from(
    changed,
    store.onDidChange(() => void update()),
    settings.onDidChange(() => {
      if (loaded !== undefined) void update();
    }),
    vscode.authentication.registerAuthenticationProvider(authenticationProvider, 'Valet Key', provider, {
      supportsMultipleAccounts: true,
    }),
  );
}

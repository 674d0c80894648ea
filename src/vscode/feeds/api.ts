import * as vscode from 'vscode';
import type { AccessTokenOptions, ValetKeyApi } from '../../api';
import type { Disposable } from '../../core/ports';
import type { Basics, Services } from '../commands/command';

interface Dependencies extends Pick<Basics, 'store'> {
  readonly services: () => Promise<Services>;
}

/** What other extensions are given. What it does is loaded when they first call it (law 15). */
export function createApi({ store, services }: Dependencies, subscriptions: Disposable[]): ValetKeyApi {
  // It keeps what a listener throws from us, and hides who else listens.
  const changed = new vscode.EventEmitter<void>();
  subscriptions.push(
    changed,
    store.onDidChange(() => changed.fire()),
  );
  const load = async () => {
    const [{ ApiCalls }, loaded] = await Promise.all([import('./apiCalls'), services()]);
    return new ApiCalls(loaded);
  };
  return Object.freeze({
    version: 1,
    getAccessToken: async (profile: string, options?: AccessTokenOptions) =>
      await (await load()).getAccessToken(profile, options),
    profiles: async () => await (await load()).profiles(),
    onDidChangeTokens: changed.event,
  });
}

import * as vscode from 'vscode';
import type { Command } from './command';

export const resetStoredTokens: Command = async ({ store, service, clientSecrets, logger }) => {
  const message = 'Remove all access tokens and client secrets that Valet Key keeps?';
  const detail = 'Profiles stay. The servers are not told: tokens stay valid there until they expire.';
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, 'Remove All')) === undefined)
    return;
  // What is under way must not store anything afterwards.
  service.cancelAll();
  clientSecrets.clear();
  await store.reset();
  logger.info('All stored tokens and client secrets were removed.');
  vscode.window.setStatusBarMessage('$(check) Stored tokens and secrets removed', 4000);
};

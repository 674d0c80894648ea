import * as vscode from 'vscode';
import type { Command } from './command';

export const resetStoredTokens: Command = async ({ store, service, credentials, approvals, logger }) => {
  const message = 'Remove all access tokens, client secrets and keys that Valet Key keeps?';
  const detail =
    'Profiles stay; those that this workspace shares have to be approved again. The servers are not told: tokens stay valid there until they expire.';
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, 'Remove All')) === undefined)
    return;
  // What is under way must not store anything afterwards.
  service.cancelAll();
  credentials.clear();
  await store.reset();
  await approvals.forget();
  logger.info('All stored tokens, client secrets and keys were removed.');
  vscode.window.setStatusBarMessage('$(check) Stored tokens and secrets removed', 4000);
};

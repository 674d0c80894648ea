import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import type { Target } from '../pickers';
import type { Command } from './command';

export const removeToken: Command = async ({ store }, target) => {
  const row = rowOf(target);
  const message =
    row.label === undefined ? 'Remove the unreadable token?' : `Remove the access token “${row.label}”?`;
  const detail =
    'It is removed from the secret storage. The server is not told: there it stays valid until it expires.';
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, 'Remove')) === undefined)
    return;
  await store.remove(row.id);
};

export const saveTokenAgain: Command = async ({ store }, target) => {
  const { id } = rowOf(target);
  const record = await store.get(id);
  if (record === undefined) return;
  if (await store.put(record)) {
    vscode.window.setStatusBarMessage('$(check) Access token saved', 4000);
    return;
  }
  throw new ValetKeyError('storage_failed', 'The secret storage refused to keep the token again.', {
    hint: 'Is the keyring of your system unlocked? The token stays usable until this window closes.',
  });
};

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

/** The token that a row or a button names. */
function rowOf(target: Target): { id: string; label: string | undefined } {
  if (typeof target === 'string') return { id: target, label: undefined };
  if (target?.kind === 'token') return { id: target.token.id, label: target.token.label };
  if (target?.kind === 'unreadable') return { id: target.id, label: undefined };
  throw new ValetKeyError('internal', 'This command works on a token of the view “Access Tokens”.');
}

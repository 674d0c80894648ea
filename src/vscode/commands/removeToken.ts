import * as vscode from 'vscode';
import { tokenIn } from '../pickers';
import type { Command } from './command';

export const removeToken: Command = async ({ store }, target) => {
  const row = tokenIn(target);
  const message =
    row.label === undefined ? 'Remove the unreadable token?' : `Remove the access token “${row.label}”?`;
  const detail =
    'It is removed from the secret storage. The server is not told: there it stays valid until it expires.';
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, 'Remove')) === undefined)
    return;
  await store.remove(row.id);
};

import * as vscode from 'vscode';
import type { TokenRecord } from '../core/tokens/tokenRecord';
import { commands } from './ids';

/** Says that a token is ready and not kept, and offers to try again (H2). */
export async function warnUnsaved(record: TokenRecord): Promise<void> {
  const message = `Access token for “${record.profile}” is ready, but the secret storage refused to keep it: it ends with this window.`;
  if ((await vscode.window.showWarningMessage(message, 'Save Again')) !== undefined) {
    await vscode.commands.executeCommand(commands.saveTokenAgain, record.id);
  }
}

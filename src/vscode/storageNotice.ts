import * as vscode from 'vscode';
import { commands } from './ids';
import { showWarning } from './messages';

/** Says that what was stored is gone, and what to do (H3, H4). */
export async function warnStorageLost(): Promise<void> {
  const message =
    'The editor’s secret storage has lost the tokens and secrets that Valet Key kept there: most likely the keyring of this system was changed or reset, or the editor keeps secrets in memory only. Profiles are still there. Get new tokens; client secrets and keys are asked for again.';
  switch (await showWarning(message, 'Get New Access Token', 'Show Log')) {
    case 'Get New Access Token':
      return await vscode.commands.executeCommand(commands.getNewAccessToken);
    case 'Show Log':
      return await vscode.commands.executeCommand(commands.showLog);
    case undefined:
      return;
  }
}

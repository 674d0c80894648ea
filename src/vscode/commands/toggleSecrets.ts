import * as vscode from 'vscode';
import type { Command } from './command';

/** Of the document whose button was pressed, or of the active one. */
export const toggleSecrets: Command = async ({ tokenDocuments }, target: unknown) => {
  const uri = target instanceof vscode.Uri ? target : vscode.window.activeTextEditor?.document.uri;
  if (uri) (await tokenDocuments()).toggleSecrets(uri);
};

import * as vscode from 'vscode';

/** The folders that are open now and lie on a disk of the machine that the extension runs on, as absolute paths. */
export function workspaceFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
}

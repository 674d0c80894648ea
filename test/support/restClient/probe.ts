/** Another extension, which starts a program and writes down what that inherits; for the tests. */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const look = async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const inherited = execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    await writeFile(path.join(folder, 'inherited.json'), inherited);
  };
  subscriptions.push(vscode.commands.registerCommand('valetkey-tests.probe', look));
}

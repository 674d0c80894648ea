import * as vscode from 'vscode';
import { bearerHeaderValue, readyToken } from '../readyToken';
import type { Command } from './command';

export const copyAccessToken: Command = async (dependencies, target) => {
  const record = await readyToken(dependencies, target, 'Copy Access Token');
  await vscode.env.clipboard.writeText(record.tokenSet.accessToken);
  sayCopied(`Access token of “${record.profile}”`);
};

export const copyBearerHeader: Command = async (dependencies, target) => {
  const record = await readyToken(dependencies, target, 'Copy Bearer Header');
  await vscode.env.clipboard.writeText(`Authorization: ${bearerHeaderValue(record)}`);
  sayCopied(`Bearer header of “${record.profile}”`);
};

function sayCopied(what: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${what} copied`, 4000);
}

import * as vscode from 'vscode';
import { bearerHeaderValue, readyToken } from '../readyToken';
import type { Command } from './command';

export const copyAccessToken: Command = async (dependencies, target) => {
  const { profile, record } = await readyToken(dependencies, target, 'Copy Access Token');
  await vscode.env.clipboard.writeText(record.tokenSet.accessToken);
  sayCopied(`Access token of “${profile.name}”`);
};

export const copyBearerHeader: Command = async (dependencies, target) => {
  const { profile, record } = await readyToken(dependencies, target, 'Copy Bearer Header');
  await vscode.env.clipboard.writeText(`Authorization: ${bearerHeaderValue(record)}`);
  sayCopied(`Bearer header of “${profile.name}”`);
};

function sayCopied(what: string): void {
  vscode.window.setStatusBarMessage(`$(check) ${what} copied`, 4000);
}

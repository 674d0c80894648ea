import * as vscode from 'vscode';
import { bearerHeaderValue, readyToken } from '../readyToken';
import type { Command } from './command';

export const copyBearerHeader: Command = async (dependencies, target) => {
  const record = await readyToken(dependencies, target, 'Copy Bearer Header');
  await vscode.env.clipboard.writeText(`Authorization: ${bearerHeaderValue(record)}`);
  vscode.window.setStatusBarMessage(`$(check) Bearer header of “${record.profile}” copied`, 4000);
};

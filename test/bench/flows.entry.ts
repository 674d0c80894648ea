// Runs in an extension host: gets access tokens by the command, through a browser, and times the last part.
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import { readTask, writeResult, type FlowsResult, type FlowsTask } from './exchange';
import { listenIn, secretStorages } from './hostProbe';

export async function run(): Promise<void> {
  const { profile, count } = (await readTask()) as FlowsTask;
  let arrivedAt: number | undefined;
  let storedAt: number | undefined;
  subscribe('http.server.request.start', (message) => {
    const { url } = (message as { request: IncomingMessage }).request;
    if (url?.startsWith('/cb/') && url.includes('code=')) arrivedAt = performance.now();
  });
  const { prototype } = await secretStorages();
  listenIn(prototype, 'store', (stored, [key]) => {
    if (String(key).startsWith('valetKey.token.')) {
      void (stored as Promise<void>).then(() => (storedAt = performance.now()));
    }
  });

  const milliseconds: number[] = [];
  while (milliseconds.length < count) {
    arrivedAt = storedAt = undefined;
    await vscode.commands.executeCommand(commands.getNewAccessToken, profile);
    if (arrivedAt === undefined || storedAt === undefined) {
      throw new Error('A flow ended without an access token in the storage.');
    }
    milliseconds.push(storedAt - arrivedAt);
  }
  const result: FlowsResult = { milliseconds };
  await writeResult(result);
}

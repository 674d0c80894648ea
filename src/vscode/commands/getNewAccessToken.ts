import * as vscode from 'vscode';
import { cancelled } from '../../core/errors';
import { describeExpiry } from '../../core/tokens/expiry';
import type { TokenRecord } from '../../core/tokens/tokenRecord';
import { commands, views } from '../ids';
import { warnUnsaved } from '../unsavedWarning';
import { whileWaiting } from '../waiting';
import type { Command, CommandDependencies } from './command';

export const getNewAccessToken: Command = async (dependencies, target) => {
  const { pickers, service } = dependencies;
  const profile = await pickers.profile(target, 'Get New Access Token');
  if (service.isRunning(profile)) {
    const message = `A token for “${profile.name}” is already being obtained.`;
    if ((await vscode.window.showInformationMessage(message, 'Start Over')) === undefined) throw cancelled();
  }
  const { record, saved } = await whileWaiting(`Access token for “${profile.name}”`, (waiting) =>
    service.getNew(profile, waiting),
  );
  if (saved) void announceReady(record, dependencies);
  else void warnUnsaved(record);
};

async function announceReady(record: TokenRecord, { clock }: CommandDependencies): Promise<void> {
  const left = describeExpiry(record.tokenSet.expiresAt, clock.now());
  const insert = vscode.window.activeTextEditor?.document.languageId === 'http' ? ['Insert Header'] : [];
  const message = `Access token for “${record.profile}” is ready (${left}).`;
  switch (await vscode.window.showInformationMessage(message, 'Copy Header', ...insert, 'Show')) {
    case 'Copy Header':
      return await vscode.commands.executeCommand(commands.copyBearerHeader, record.profile);
    case 'Insert Header':
      return await vscode.commands.executeCommand(commands.insertBearerHeader, record.profile);
    case 'Show':
      return await vscode.commands.executeCommand(`${views.tokens}.focus`);
    case undefined:
      return;
  }
}

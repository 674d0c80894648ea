import * as vscode from 'vscode';
import { cancelled } from '../../core/errors';
import { announceReady, warnUnsaved } from '../announcements';
import { whileWaiting } from '../waiting';
import type { Command } from './command';

export const getNewAccessToken: Command = async (dependencies, target) => {
  const { pickers, service, inUse } = dependencies;
  const profile = await pickers.profile(target, 'Get New Access Token');
  if (service.isRunning(profile)) {
    const message = `A token for “${profile.name}” is already being obtained.`;
    if ((await vscode.window.showInformationMessage(message, 'Start Over')) === undefined) throw cancelled();
  }
  const { record, saved } = await whileWaiting(`Access token for “${profile.name}”`, (waiting) =>
    service.getNew(profile, waiting),
  );
  inUse.use(profile.name);
  if (saved) void announceReady(profile, record, dependencies);
  else void warnUnsaved(record);
};

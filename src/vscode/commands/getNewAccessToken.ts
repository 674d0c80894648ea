import * as vscode from 'vscode';
import { cancelled } from '../../core/errors';
import type { SignInChoices } from '../../core/signIn/signInChoices';
import { announceReady, warnUnsaved } from '../announcements';
import { whileWaiting } from '../waiting';
import type { Command } from './command';

/** @param argument what the person chose for this sign-in; a menu of a tree puts something else there */
export const getNewAccessToken: Command = async (dependencies, target, argument) => {
  const { pickers, service } = dependencies;
  const profile = await pickers.profile(target, 'Get New Access Token');
  if (service.isRunning(profile)) {
    const message = `A token for “${profile.name}” is already being obtained.`;
    if ((await vscode.window.showInformationMessage(message, 'Start Over')) === undefined) throw cancelled();
  }
  const { record, saved } = await whileWaiting(`Access token for “${profile.name}”`, (waiting) =>
    service.getNew(profile, waiting, choicesIn(argument)),
  );
  if (saved) void announceReady(profile, record, dependencies);
  else void warnUnsaved(record);
};

function choicesIn(argument: unknown): SignInChoices {
  const isChosen = typeof argument === 'object' && argument !== null && 'wayBack' in argument;
  return isChosen && argument.wayBack === 'pasted_url' ? { wayBack: argument.wayBack } : {};
}

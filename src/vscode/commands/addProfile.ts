import * as vscode from 'vscode';
import { cancelled } from '../../core/errors';
import { showInformation } from '../messages';
import { askForProfile } from '../profileQuestions';
import { commands } from '../ids';
import type { Command } from './command';

/**
 * Asks for a profile and writes it into the settings.
 * @returns its name; `undefined` when the person cancelled
 */
export const addProfile: Command = async ({ settings }, _target, argument) => {
  const answers = await askForProfile(settings);
  if (answers === undefined) throw cancelled();
  await settings.write(answers.name, answers.members);
  // The command that leads here when there is no profile goes on by itself.
  if (argument !== 'go-on') void announce(answers.name);
  return answers.name;
};

async function announce(name: string): Promise<void> {
  switch (
    await showInformation(`Profile “${name}” is in your settings.`, 'Get New Access Token', 'Edit Profile')
  ) {
    case 'Get New Access Token':
      return await vscode.commands.executeCommand(commands.getNewAccessToken, name);
    case 'Edit Profile':
      return await vscode.commands.executeCommand(commands.openProfile, name);
    case undefined:
      return;
  }
}

import * as vscode from 'vscode';
import { cancelled } from '../../core/errors';
import type { Profile } from '../../core/profiles/profile';
import type { SignInChoices } from '../../core/signIn/signInChoices';
import { announceReady, warnUnsaved } from '../announcements';
import { whileWaiting } from '../waiting';
import type { Command, CommandDependencies } from './command';

export const getNewAccessToken: Command = async (dependencies, target) => {
  await getNew(dependencies, await dependencies.pickers.profile(target, 'Get New Access Token'));
};

/** Gets a new token as the person chose it, and says when it is ready. */
export async function getNew(
  dependencies: CommandDependencies,
  profile: Profile,
  choices: SignInChoices = {},
): Promise<void> {
  const { service, inUse } = dependencies;
  if (service.isRunning(profile)) {
    const message = `A token for “${profile.name}” is already being obtained.`;
    if ((await vscode.window.showInformationMessage(message, 'Start Over')) === undefined) throw cancelled();
  }
  const { record, saved } = await whileWaiting(`Access token for “${profile.name}”`, (waiting) =>
    service.getNew(profile, waiting, choices),
  );
  inUse.use(profile.name);
  if (saved) void announceReady(profile, record, dependencies);
  else void warnUnsaved(record);
}

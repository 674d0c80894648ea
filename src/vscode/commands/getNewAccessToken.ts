import { cancelled } from '../../core/errors';
import type { Profile } from '../../core/profiles/profile';
import type { SignInChoices } from '../../core/signIn/signInChoices';
import { announceReady, warnUnsaved } from '../announcements';
import { showInformation } from '../messages';
import { whileWaiting } from '../waiting';
import type { Command, CommandDependencies } from './command';

/** @param argument what the person chose for this sign-in; a menu of a tree puts something else there */
export const getNewAccessToken: Command = async (dependencies, target, argument) => {
  const profile = await dependencies.pickers.profile(target, 'Get New Access Token');
  await getNew(dependencies, profile, choicesIn(argument));
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
    if ((await showInformation(message, 'Start Over')) === undefined) throw cancelled();
  }
  const { record, saved } = await whileWaiting(`Access token for “${profile.name}”`, (waiting) =>
    service.getNew(profile, waiting, choices),
  );
  inUse.use(profile.name);
  if (saved) void announceReady(profile, record, dependencies);
  else void warnUnsaved(record);
}

function choicesIn(argument: unknown): SignInChoices {
  const isChosen = typeof argument === 'object' && argument !== null && 'wayBack' in argument;
  return isChosen && argument.wayBack === 'pasted_url' ? { wayBack: argument.wayBack } : {};
}

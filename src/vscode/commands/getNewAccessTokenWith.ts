import { ValetKeyError } from '../../core/errors';
import { usesBrowser } from '../../core/profiles/profile';
import { chooseSignIn } from '../signInChooser';
import type { Command } from './command';
import { getNew } from './getNewAccessToken';

const title = 'Get New Access Token With';

/** @param argument the browser, where a button has chosen it already */
export const getNewAccessTokenWith: Command = async (dependencies, target, argument) => {
  const profile = await dependencies.pickers.profile(target, title);
  // VS Code itself shows the accounts that it knows.
  if (profile.grantType === 'vscode_session') {
    return await getNew(dependencies, profile, { prompt: 'select_account' });
  }
  if (!usesBrowser(profile)) {
    const error = new ValetKeyError(
      'not_offered',
      `Valet Key opens no browser for “${profile.name}” (${profile.grantType}), so there is no browser and no account to choose.`,
      { hint: 'Get New Access Token gets one.', remedy: 'get_new_token' },
    );
    error.profile = profile.name;
    throw error;
  }
  const choices =
    typeof argument === 'string'
      ? { browser: argument }
      : await chooseSignIn(profile, dependencies.browsers, title);
  await getNew(dependencies, profile, choices);
};

import { ValetKeyError, cancelled } from '../../core/errors';
import { placeToken } from '../../core/requestFiles/tokenPlacement';
import { readTokenRequest } from '../feeds/tokenRequest';
import type { Command } from './command';

/**
 * For inputs of tasks and launch configurations: the one command that returns a token, and only once the person has
 * allowed that (L9). When they do not, it fails, so that VS Code does not run the task.
 */
export const accessToken: Command = async ({ pickers, tokensForOthers }, target) => {
  const { profile: name, as } = readTokenRequest(target);
  const profile = await pickers.profile(name, 'Access Token for a Task');
  const given = await tokensForOthers.get(profile, { interactive: true });
  if (typeof given === 'string') throw cancelled();
  if (as === 'token') return given.tokenSet.accessToken;
  const placement = placeToken(profile, given.tokenSet);
  if (placement.kind === 'header') return `${placement.name}: ${placement.value}`;
  const error = new ValetKeyError('input_invalid', `The token of “${profile.name}” goes into no header.`, {
    hint: 'Its profile has tokenQueryParameter. Ask for it with "as": "token".',
    remedy: 'edit_profile',
  });
  error.profile = profile.name;
  throw error;
};

import { ValetKeyError, cancelled } from '../../core/errors';
import { otherAuthMethod } from '../../core/profiles/authMethods';
import { fingerprint } from '../../core/profiles/fingerprint';
import { showWarning } from '../messages';
import type { Command } from './command';

/**
 * Has the client secret sent in the other way that is worth a try.
 * @returns what was changed, for a person
 */
export const switchClientAuthentication: Command = async ({ pickers, settings, clientSecrets }, target) => {
  const profile = await pickers.profile(target, 'Switch Client Authentication');
  const { name, clientId, tokenEndpointAuthMethod: method } = profile;
  const print = await fingerprint(profile);
  // What was refused may have been right, and sent in the wrong way.
  clientSecrets.reconsider(print);
  const other = otherAuthMethod(method, [clientId, (await clientSecrets.get(print)) ?? '']);
  if (other === undefined) {
    throw new ValetKeyError('profile_invalid', `The profile “${name}” sends no client secret (${method}).`, {
      hint: 'Which way the server wants, your provider’s documentation says.',
      remedy: 'edit_profile',
    });
  }
  await settings.write(name, { ...settings.members(name), tokenEndpointAuthMethod: other });
  return `The profile “${name}” now has "tokenEndpointAuthMethod": "${other}"; it was ${method}.`;
};

/**
 * Asks for `offline_access` (OpenID Connect Core §11), which many servers give a refresh token for.
 * @returns what was changed, for a person
 */
export const addOfflineAccess: Command = async ({ pickers, settings }, target) => {
  const { name, scope = '' } = await pickers.profile(target, 'Add offline_access');
  const scopes = scope.split(' ').filter((token) => token !== '' && token !== 'offline_access');
  await settings.write(name, {
    ...settings.members(name),
    scope: [...scopes, 'offline_access'].join(' '),
  });
  return `The scope of “${name}” now has offline_access.`;
};

/**
 * Turns PKCE off, once a person has read what that means.
 * @returns what was changed, for a person
 */
export const turnPkceOff: Command = async ({ pickers, settings }, target) => {
  const { name } = await pickers.profile(target, 'Turn PKCE Off');
  const message = `Turn PKCE off for “${name}”?`;
  const detail =
    'PKCE keeps a code that is stolen on its way back from the browser from being of use to anybody else. Turn it off only if your provider’s documentation says that it has none.';
  if ((await showWarning(message, { modal: true, detail }, 'Turn Off')) === undefined) throw cancelled();
  await settings.write(name, { ...settings.members(name), codeChallengeMethod: 'none' });
  return `PKCE is off for “${name}”.`;
};

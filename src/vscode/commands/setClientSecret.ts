import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../../core/errors';
import { fingerprint } from '../../core/profiles/fingerprint';
import { requireServer } from '../../core/profiles/otherSources';
import { clientCredentialKind } from '../../core/profiles/clientCredentialKind';
import type { Profile } from '../../core/profiles/profile';
import type { Command } from './command';

export const setClientSecret: Command = async ({ pickers, prompt, clientSecrets }, target) => {
  const profile = await pickers.profile(target, 'Set Client Secret');
  requireServer(profile);
  if (clientCredentialKind(profile) !== 'secret') throw withoutSecret(profile);
  const secret = await prompt.secret(
    {
      title: `Client secret for “${profile.name}”`,
      prompt: `The secret of ${profile.clientId}. It takes the place of the one that is kept.`,
    },
    new AbortController().signal,
  );
  if (secret === undefined) throw cancelled();
  await clientSecrets.store(await fingerprint(profile), secret);
  vscode.window.setStatusBarMessage(`$(check) Client secret of “${profile.name}” kept`, 4000);
};

/** Why a secret would be of no use to this profile, and what would. */
function withoutSecret(profile: Profile): ValetKeyError {
  const hasKey = clientCredentialKind(profile) !== 'none';
  const error = new ValetKeyError(
    'profile_invalid',
    `The profile “${profile.name}” sends no client secret.`,
    hasKey
      ? { hint: 'It authenticates with a private key.', remedy: 'set_client_key' }
      : {
          hint: 'Set tokenEndpointAuthMethod to client_secret_basic or client_secret_post first.',
          remedy: 'edit_profile',
        },
  );
  error.profile = profile.name;
  return error;
}

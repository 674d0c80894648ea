import { ValetKeyError, cancelled } from '../../core/errors';
import { fingerprint } from '../../core/profiles/fingerprint';
import { requireServer } from '../../core/profiles/otherSources';
import { clientCredentialKind } from '../../core/profiles/clientCredentialKind';
import type { Profile } from '../../core/profiles/profile';
import { asWritten } from '../../core/profiles/variables';
import { showDone } from '../messages';
import type { Command } from './command';

export const setClientSecret: Command = async ({ pickers, prompt, clientSecrets, approvals }, target) => {
  const profile = await pickers.profile(target, 'Set Client Secret');
  requireServer(profile);
  if (clientCredentialKind(profile) !== 'secret') throw withoutSecret(profile);
  if (profile.clientSecretVariable !== undefined) throw inVariable(profile, profile.clientSecretVariable);
  const { signal } = new AbortController();
  await approvals.require(profile, { interactive: true, signal });
  const secret = await prompt.secret(
    {
      title: `Client secret for “${profile.name}”`,
      prompt: `The secret of ${asWritten(profile).clientId}. It takes the place of the one that is kept.`,
    },
    signal,
  );
  if (secret === undefined) throw cancelled();
  await clientSecrets.store(await fingerprint(profile), secret);
  showDone(`Client secret of “${profile.name}” kept`);
};

/** It is looked up each time: one that is kept would never be sent. */
function inVariable({ name }: Profile, variable: string): ValetKeyError {
  const error = new ValetKeyError(
    'profile_invalid',
    `The profile “${name}” takes its client secret from the environment variable ${variable}.`,
    {
      hint: 'Change it there, or take clientSecret out of the profile to be asked for it.',
      remedy: 'edit_profile',
    },
  );
  error.profile = name;
  return error;
}

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

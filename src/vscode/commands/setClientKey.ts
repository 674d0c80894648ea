import path from 'node:path';
import { ValetKeyError } from '../../core/errors';
import { fingerprint } from '../../core/profiles/fingerprint';
import { requireServer } from '../../core/profiles/otherSources';
import { clientCredentialKind, needsClientKey } from '../../core/profiles/clientCredentialKind';
import type { Profile } from '../../core/profiles/profile';
import { showDone } from '../messages';
import type { Command } from './command';

export const setClientKey: Command = async ({ pickers, credentials, approvals }, target) => {
  const profile = await pickers.profile(target, 'Set Client Key');
  requireServer(profile);
  const mistake = mistakeOf(profile);
  if (mistake !== undefined) {
    mistake.profile = profile.name;
    throw mistake;
  }
  const { signal } = new AbortController();
  await approvals.require(profile, { interactive: true, signal });
  await credentials.setClientKey(profile, await fingerprint(profile), signal);
  showDone(`Private key of “${profile.name}” kept`);
};

/** Why a key would be of no use to this profile, and what would. */
function mistakeOf(profile: Profile): ValetKeyError | undefined {
  const { name, clientKeyFile } = profile;
  if (!needsClientKey(profile)) {
    const message = `The profile “${name}” uses no private key.`;
    return clientCredentialKind(profile) === 'secret'
      ? new ValetKeyError('profile_invalid', message, {
          hint: 'It authenticates with a client secret.',
          remedy: 'set_client_secret',
        })
      : new ValetKeyError('profile_invalid', message, {
          hint: 'Set tokenEndpointAuthMethod to private_key_jwt or tls_client_auth first.',
          remedy: 'edit_profile',
        });
  }
  if (clientKeyFile === undefined) return undefined;
  return new ValetKeyError(
    'profile_invalid',
    `The profile “${name}” reads its private key from ${path.basename(clientKeyFile)} each time.`,
    {
      hint: 'Take clientKeyFile out of it to have a key kept in the secret storage.',
      remedy: 'edit_profile',
    },
  );
}

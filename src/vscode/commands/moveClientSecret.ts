import { ValetKeyError } from '../../core/errors';
import { fingerprint } from '../../core/profiles/fingerprint';
import { takeClientSecret } from '../../core/profiles/memberNames';
import { showInformation } from '../messages';
import { nameOf } from '../pickers';
import type { Command } from './command';

export const moveClientSecret: Command = async ({ settings, clientSecrets }, target) => {
  const name = nameOf(target) ?? '';
  const { secret, members } = takeClientSecret(settings.members(name));
  // Nothing that could be moved, such as an empty one: whoever wrote it takes it out.
  if (secret === undefined) return await settings.reveal(name);
  // Without a method the profile would be that of a public client, and the secret never sent.
  const isPublic = members.tokenEndpointAuthMethod === undefined;
  const moved = isPublic ? { ...members, tokenEndpointAuthMethod: 'client_secret_basic' } : members;
  const { profiles } = await settings.readWith(name, moved);
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile === undefined) {
    throw new ValetKeyError(
      'profile_invalid',
      `The profile “${name}” has other mistakes. Fix them first; then the secret can be moved.`,
    );
  }
  // Kept first, removed from the file second: a failure in between loses nothing.
  await clientSecrets.store(await fingerprint(profile), secret);
  await settings.write(name, moved);
  const sent = isPublic ? ' It is sent as client_secret_basic.' : '';
  void showInformation(
    `The client secret of “${name}” is now in the secret storage and out of your settings.${sent} If the file was shared or backed up, have your provider issue a new one.`,
  );
};

import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../../core/errors';
import { fingerprint } from '../../core/profiles/fingerprint';
import { takeClientSecret } from '../../core/profiles/memberNames';
import { readProfiles } from '../../core/profiles/readProfiles';
import { nameOf } from '../pickers';
import type { Command } from './command';

export const setClientSecret: Command = async ({ pickers, prompt, clientSecrets }, target) => {
  const profile = await pickers.profile(target, 'Set Client Secret');
  if (profile.tokenEndpointAuthMethod === 'none') {
    throw new ValetKeyError('profile_invalid', `The profile “${profile.name}” sends no client secret.`, {
      hint: 'Set tokenEndpointAuthMethod to client_secret_basic or client_secret_post first.',
    });
  }
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

export const moveClientSecret: Command = async ({ settings, clientSecrets }, target) => {
  const name = nameOf(target) ?? '';
  const { secret, members } = takeClientSecret(settings.members(name));
  if (secret === undefined) return;
  // Without a method the profile would be that of a public client, and the secret never sent.
  const isPublic = members.tokenEndpointAuthMethod === undefined;
  const moved = isPublic ? { ...members, tokenEndpointAuthMethod: 'client_secret_basic' } : members;
  const [profile] = readProfiles({ [name]: moved }).profiles;
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
  void vscode.window.showInformationMessage(
    `The client secret of “${name}” is now in the secret storage and out of your settings.${sent} If the file was shared or backed up, have your provider issue a new one.`,
  );
};

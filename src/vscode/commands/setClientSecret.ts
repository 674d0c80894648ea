import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../../core/errors';
import { fingerprint } from '../../core/profiles/fingerprint';
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

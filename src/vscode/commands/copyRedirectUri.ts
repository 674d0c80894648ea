import * as vscode from 'vscode';
import { callbackId, fingerprint } from '../../core/profiles/fingerprint';
import { requireServer } from '../../core/profiles/otherSources';
import { commands } from '../ids';
import { showInformation } from '../messages';
import type { Command } from './command';

export const copyRedirectUri: Command = async ({ pickers }, target) => {
  const profile = await pickers.profile(target, 'Copy Redirect URI');
  requireServer(profile);
  const redirectUri = profile.redirectUri ?? `http://127.0.0.1/cb/${callbackId(await fingerprint(profile))}`;
  await vscode.env.clipboard.writeText(redirectUri);
  void explain(profile.name, redirectUri, profile.redirectUri !== undefined);
};

async function explain(profile: string, redirectUri: string, fixed: boolean): Promise<void> {
  // RFC 8252 §7.3: the server takes any port of a loopback redirect URI. Not every server does.
  const message = fixed
    ? `Copied ${redirectUri} to the clipboard. Register exactly this at your provider.`
    : `Copied ${redirectUri} to the clipboard. Register it at your provider, without a port: Valet Key takes a free one each time. If the provider insists on a port, register one with a port and write it as redirectUri in the profile.`;
  if ((await showInformation(message, 'Edit Profile')) !== undefined) {
    await vscode.commands.executeCommand(commands.openProfile, profile, 'redirectUri');
  }
}

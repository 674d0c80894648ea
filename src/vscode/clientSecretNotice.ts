import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';
import { commands } from './ids';
import { showWarning } from './messages';
import type { ProfileSettings } from './settings';

/** Notices a client secret that is being written into the settings, and offers to move it; once a profile (G14). */
export function watchForClientSecrets(settings: ProfileSettings): Disposable {
  const noticed = new Set<string>();
  const check = async () => {
    for (const { kind, profile } of (await settings.read()).problems) {
      if (kind !== 'client_secret_in_settings' || noticed.has(profile)) continue;
      noticed.add(profile);
      void offer(profile);
    }
  };
  return settings.onDidChange(() => void check());
}

async function offer(profile: string): Promise<void> {
  const message = `The profile “${profile}” holds its client secret in plain text. It is not used from there: settings are synced, shared and backed up.`;
  if ((await showWarning(message, 'Move to Secret Storage')) !== undefined) {
    await vscode.commands.executeCommand(commands.moveClientSecret, profile);
  }
}

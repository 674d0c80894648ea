import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands, settings } from '../../../src/vscode/ids';
import { readSuiteEnvironment } from '../suiteEnvironment';

export type RawProfiles = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Makes these the person's profiles, in place of all others; `undefined` takes the setting away. */
export async function writeProfiles(profiles: RawProfiles | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration()
    .update(settings.profiles, profiles, vscode.ConfigurationTarget.Global);
}

/** A profile for the authorization server's public client: a person signs in. */
export function demoProfile(): Record<string, unknown> {
  const { issuer, clients } = readSuiteEnvironment();
  return { issuer, clientId: clients.demoApp.clientId, scope: 'openid offline_access orders:read' };
}

/** A profile for the authorization server's confidential client: nobody signs in, a client secret is needed. */
export function serviceProfile(): Record<string, unknown> {
  const { issuer, clients } = readSuiteEnvironment();
  return {
    issuer,
    grantType: 'client_credentials',
    clientId: clients.service.clientId,
    scope: 'orders:read',
  };
}

/** Writes one profile with its client secret, and has it moved to the secret storage as a person would. */
export async function writeProfileAndMoveSecret(
  name: string,
  profile: Readonly<Record<string, unknown>>,
  clientSecret: string,
): Promise<void> {
  await writeProfiles({ [name]: { ...profile, clientSecret } });
  await vscode.commands.executeCommand(commands.moveClientSecret, name);
}

/** The access token of a profile with exactly one, by way of the clipboard. */
export async function copiedAccessToken(profile: string): Promise<string> {
  return await copiedBy(commands.copyAccessToken, profile);
}

/** What a command puts on the clipboard. */
export async function copiedBy(command: string, profile: string): Promise<string> {
  await vscode.env.clipboard.writeText('nothing was copied');
  await vscode.commands.executeCommand(command, profile);
  return await vscode.env.clipboard.readText();
}

/** The file of the user settings: opened as a person does, since nothing in the API says where it is. */
export async function userSettingsFile(): Promise<string> {
  await vscode.commands.executeCommand('workbench.action.openSettingsJson');
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Error('The user settings did not open.');
  await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  return editor.document.uri.path;
}

/** Where VS Code keeps what belongs to the person: settings, what extensions store, logs. */
export async function userDataFolder(): Promise<string> {
  return path.dirname(path.dirname(await userSettingsFile()));
}

/** Everything that the extension has logged. VS Code writes it to disk after a while. */
export async function logOfValetKey(): Promise<string> {
  const logs = path.join(await userDataFolder(), 'logs');
  const files = (await readdir(logs, { recursive: true })).filter((file) => file.endsWith('Valet Key.log'));
  return (await Promise.all(files.map((file) => readFile(path.join(logs, file), 'utf8')))).join('');
}

/** The status of the demo API's answer to a request with this header. */
export async function askDemoApi(authorization: string): Promise<number> {
  const { apiUrl } = readSuiteEnvironment();
  const { status } = await fetch(`${apiUrl}/orders`, { headers: { authorization } });
  return status;
}

import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';
import type { ProfilesRead } from '../core/profiles/readProfiles';
import { ValetKeyError } from '../core/errors';
import type { Profile, ProfileProblem } from '../core/profiles/profile';
import { settings as ids } from './ids';
import { ownValue, revealSetting } from './ownSettings';

/** Every mistake of a profile in one error. */
function profileError(name: string, problems: readonly ProfileProblem[]): ValetKeyError {
  if (problems.length === 0) {
    return new ValetKeyError('profile_not_found', `There is no profile “${name}” in your settings.`, {
      remedy: 'edit_profile',
    });
  }
  const message = `The profile “${name}” cannot be used yet. ${problems.map((problem) => problem.message).join(' ')}`;
  return problems.every(({ kind }) => kind === 'client_secret_in_settings')
    ? new ValetKeyError('client_secret_in_settings', message, { remedy: 'move_client_secret' })
    : new ValetKeyError('profile_invalid', message, { remedy: 'edit_profile' });
}

type RawProfiles = Record<string, Record<string, unknown>>;

/** The person's own profiles: `valetKey.profiles` of this machine, which no workspace can reach (law 3). */
export class ProfileSettings {
  /** Whether there is no profile at all, found out without reading any. */
  isEmpty(): boolean {
    const value = this.#value();
    return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  }

  /** Whether any profile has `true` for a member, found out without reading or checking any. */
  anySays(member: string): boolean {
    const value = this.#value();
    if (typeof value !== 'object' || value === null) return false;
    return Object.values(value).some(
      (members: Readonly<Record<string, unknown>> | null | undefined) => members?.[member] === true,
    );
  }

  async read(): Promise<ProfilesRead> {
    // Loaded when profiles are first needed: activation needs none.
    const { readProfiles } = await import('../core/profiles/readProfiles');
    return readProfiles(this.#value());
  }

  /** What would be read if one profile were written so: among the others, since it may build on them. */
  async readWith(name: string, members: Readonly<Record<string, unknown>>): Promise<ProfilesRead> {
    const { readProfiles } = await import('../core/profiles/readProfiles');
    return readProfiles({ ...this.#raw(), [name]: members });
  }

  /** @throws ValetKeyError `profile_not_found`, `client_secret_in_settings`, `profile_invalid` with every mistake */
  async get(name: string): Promise<Profile> {
    const { profiles, problems } = await this.read();
    const profile = profiles.find((candidate) => candidate.name === name);
    if (profile) return profile;
    const error = profileError(
      name,
      problems.filter((problem) => problem.profile === name),
    );
    error.profile = name;
    throw error;
  }

  onDidChange(listener: () => void): Disposable {
    return vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(ids.profiles)) listener();
    });
  }

  /**
   * Writes one profile into the user settings. The others keep their values; VS Code writes the setting anew, so
   * comments within it go.
   * @throws ValetKeyError `profile_invalid`; nothing was changed then
   */
  async write(name: string, members: Record<string, unknown>): Promise<void> {
    await this.#update({ ...this.#raw(), [name]: members });
  }

  /** The members of a profile as they are written. @throws ValetKeyError `profile_invalid` */
  members(name: string): Readonly<Record<string, unknown>> {
    return this.#raw()[name] ?? {};
  }

  /** Opens the user settings where a profile, or one member of it, is written. */
  async reveal(profile?: string, member?: string): Promise<void> {
    await revealSetting(ids.profiles);
    const editor = vscode.window.activeTextEditor;
    if (profile === undefined || editor === undefined) return;
    const { findNodeAtLocation, parseTree } = await import('jsonc-parser');
    const tree = parseTree(editor.document.getText());
    const find = (path: string[]) => tree && findNodeAtLocation(tree, [ids.profiles, ...path]);
    const node = (member === undefined ? undefined : find([profile, member])) ?? find([profile]);
    const property = node?.parent;
    if (property === undefined) return;
    const start = editor.document.positionAt(property.offset);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** As it is written, whatever that is. */
  #value(): unknown {
    return ownValue(ids.profiles);
  }

  /** @throws ValetKeyError `profile_invalid` when the setting is no object: nothing is to be written over it */
  #raw(): RawProfiles {
    const value = this.#value() ?? {};
    if (typeof value === 'object' && !Array.isArray(value)) return value as RawProfiles;
    throw new ValetKeyError('profile_invalid', `${ids.profiles} in your settings must be an object.`, {
      hint: 'Run “Valet Key: Open Profiles in Settings” and correct it. Nothing was changed.',
    });
  }

  async #update(value: RawProfiles): Promise<void> {
    try {
      await vscode.workspace
        .getConfiguration()
        .update(ids.profiles, value, vscode.ConfigurationTarget.Global);
    } catch (cause) {
      throw new ValetKeyError('profile_invalid', 'The user settings could not be written.', {
        cause,
        hint: 'Does settings.json have a syntax error, or unsaved changes? Nothing was changed.',
        remedy: 'edit_profile',
      });
    }
  }
}

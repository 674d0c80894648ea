import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';
import type { ProfilesRead } from '../core/profiles/readProfiles';
import type { Environment } from '../core/profiles/variables';
import { ValetKeyError } from '../core/errors';
import type { Profile, ProfileProblem } from '../core/profiles/profile';
import { settings as ids } from './ids';
import { ownValue, revealSetting } from './ownSettings';
import { readSharedSettings, revealSharedSettings } from './sharedSettings';
import type { WorkspaceApprovals } from './workspaceApprovals';

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

/**
 * All profiles of this window: the person's own, `valetKey.profiles` of this machine, which no workspace can reach; and
 * those that its workspace shares, beside them (law 3). What is written is the person's own alone.
 */
export class ProfileSettings {
  /** Where those are written that the workspace shares, by their names, as they were read last. */
  #shared: ProfilesRead['shared'];

  constructor(
    private readonly approvals: Pick<WorkspaceApprovals, 'waiting' | 'onDidChange'>,
    private readonly environment: Environment,
  ) {}

  /** Whether there is no profile at all, found out without reading any. */
  isEmpty(): boolean {
    const isNothing = (value: unknown) =>
      typeof value !== 'object' || value === null || Object.keys(value).length === 0;
    return isNothing(this.#value()) && readSharedSettings().every(({ value }) => isNothing(value));
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
    const { readAllProfiles } = await import('../core/profiles/readAllProfiles');
    const read = readAllProfiles(this.#value(), readSharedSettings(), this.environment);
    this.#shared = read.shared;
    return read.shared ? { ...read, unapproved: await this.approvals.waiting(read.profiles) } : read;
  }

  /** What would be read if one of the person's own were written so: among those, since it may build on them. */
  async readWith(name: string, members: Readonly<Record<string, unknown>>): Promise<ProfilesRead> {
    const { readProfiles } = await import('../core/profiles/readProfiles');
    return readProfiles({ ...this.#raw(), [name]: members }, { environment: this.environment });
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
    const events = [
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(ids.profiles) || event.affectsConfiguration(ids.workspaceProfiles))
          listener();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(listener),
      // What a folder shares comes and goes with it.
      vscode.workspace.onDidChangeWorkspaceFolders(listener),
      this.approvals.onDidChange(listener),
    ];
    return vscode.Disposable.from(...events);
  }

  /**
   * Writes one profile into the user settings. The others keep their values; VS Code writes the setting anew, so
   * comments within it go.
   * @throws ValetKeyError `profile_invalid`, also for one that a workspace shares; nothing was changed then
   */
  async write(name: string, members: Record<string, unknown>): Promise<void> {
    this.#requireOwn(name);
    await this.#update({ ...this.#raw(), [name]: members });
  }

  /** The members of a profile as they are written. @throws ValetKeyError `profile_invalid` */
  members(name: string): Readonly<Record<string, unknown>> {
    this.#requireOwn(name);
    return this.#raw()[name] ?? {};
  }

  /** Opens the settings where a profile, or one member of it, is written. */
  async reveal(profile?: string, member?: string): Promise<void> {
    const source = this.#shared?.get(profile ?? '');
    let root: readonly string[] = [ids.profiles];
    if (source === undefined) await revealSetting(ids.profiles);
    else root = await revealSharedSettings(source);
    const name = source?.name ?? profile;
    const editor = vscode.window.activeTextEditor;
    if (name === undefined || editor === undefined) return;
    const { findNodeAtLocation, parseTree } = await import('jsonc-parser');
    const tree = parseTree(editor.document.getText());
    const find = (path: string[]) => tree && findNodeAtLocation(tree, [...root, ...path]);
    const node = (member === undefined ? undefined : find([name, member])) ?? find([name]);
    const property = node?.parent;
    if (property === undefined) return;
    const start = editor.document.positionAt(property.offset);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Nobody but those who work on it changes what a repository holds. */
  #requireOwn(name: string): void {
    const source = this.#shared?.get(name);
    if (source === undefined) return;
    const error = new ValetKeyError('profile_invalid', `The profile “${name}” comes from this workspace.`, {
      hint: `Valet Key does not change it: it is written in the settings of “${source.folder}”, for everybody who works there.`,
      remedy: 'edit_profile',
    });
    error.profile = name;
    throw error;
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

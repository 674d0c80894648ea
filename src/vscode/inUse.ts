import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';
import {
  activeVariant,
  readEnvironments,
  writeEnvironments,
  type ChosenEnvironments,
} from '../core/profiles/environments';
import type { Profile } from '../core/profiles/profile';

/** Where a workspace remembers the environment of each group. No secret, and a window's own: `globalState` is shared. */
const KEY = 'valetKey.environments';

/** What is in use in this window: the environment of each group of profiles, and the profile that was used last. */
export class InUse implements Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #lastProfile: string | undefined;

  constructor(private readonly workspaceState: vscode.Memento) {}

  dispose(): void {
    this.#changed.dispose();
  }

  /** The profile of which a token was last got, renewed or used here. */
  get lastProfile(): string | undefined {
    return this.#lastProfile;
  }

  get environments(): ChosenEnvironments {
    return readEnvironments(this.workspaceState.get(KEY));
  }

  use(profile: string): void {
    this.#lastProfile = profile;
    this.#changed.fire();
  }

  /** Remembers environments; a profile that was used last gives its place to the variant of its group that is in use. */
  async choose(chosen: ChosenEnvironments, profiles: readonly Profile[]): Promise<void> {
    await this.workspaceState.update(KEY, writeEnvironments(chosen));
    const group = profiles.find(({ name }) => name === this.#lastProfile)?.group;
    if (group !== undefined) this.#lastProfile = activeVariant(group, profiles, chosen)?.name;
    this.#changed.fire();
  }
}

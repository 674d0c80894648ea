import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';

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

  /** What the workspace remembers, which may be anything: for `readEnvironments`, which activation does not need. */
  get environments(): unknown {
    return this.workspaceState.get(KEY);
  }

  use(profile: string | undefined): void {
    this.#lastProfile = profile;
    this.#changed.fire();
  }

  /** @param environments as `writeEnvironments` gives them */
  async remember(environments: Readonly<Record<string, string>>): Promise<void> {
    await this.workspaceState.update(KEY, environments);
    this.#changed.fire();
  }
}

import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';

/** Where a workspace remembers the environment of each group. No secret, and a window's own: `globalState` is shared. */
const ENVIRONMENTS = 'valetKey.environments';
/** Where a workspace remembers which profile the requests of a file use: pairs of URI and name, the latest last. */
const FILES = 'valetKey.fileProfiles';
const MAX_FILES = 200;

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
    return this.workspaceState.get(ENVIRONMENTS);
  }

  use(profile: string | undefined): void {
    this.#lastProfile = profile;
    this.#changed.fire();
  }

  /** @param environments as `writeEnvironments` gives them */
  async remember(environments: Readonly<Record<string, string>>): Promise<void> {
    await this.workspaceState.update(ENVIRONMENTS, environments);
    this.#changed.fire();
  }

  /** The profile that was last chosen for the requests of a file. @param file a URI */
  profileOfFile(file: string): string | undefined {
    return this.#files().findLast(([uri]) => uri === file)?.[1];
  }

  async rememberFile(file: string, profile: string): Promise<void> {
    const others = this.#files().filter(([uri]) => uri !== file);
    await this.workspaceState.update(FILES, [...others, [file, profile]].slice(-MAX_FILES));
    this.#changed.fire();
  }

  #files(): readonly (readonly [string, string])[] {
    const value: unknown = this.workspaceState.get(FILES);
    return Array.isArray(value) ? value.filter(isPair) : [];
  }
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string';
}

/** What the views' own code needs of VS Code to be tried without one. esbuild puts it in the place of `vscode`. */

export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState = TreeItemCollapsibleState.None,
  ) {}
}

export enum TreeItemCollapsibleState {
  None,
  Collapsed,
  Expanded,
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => void>();
  readonly event = (listener: (event: T) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  };

  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export enum ProgressLocation {
  Notification = 15,
}

const nothing = { dispose: () => undefined };

export const window = {
  onDidChangeWindowState: () => nothing,
  /** Nobody is there to answer; a test that is about a question puts somebody here. */
  showWarningMessage: () => Promise.resolve(undefined),
};

export const commands = { executeCommand: () => Promise.resolve() };

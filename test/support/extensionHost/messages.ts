import * as vscode from 'vscode';

type Show = (message: string, ...rest: unknown[]) => Thenable<unknown>;
type Kind = 'showErrorMessage' | 'showWarningMessage' | 'showInformationMessage';
const kinds: readonly Kind[] = ['showErrorMessage', 'showWarningMessage', 'showInformationMessage'];

export interface ShownMessages {
  /** The texts of the error messages since the beginning, in order. */
  readonly errors: readonly string[];
  /** The texts of all messages since the beginning, in order. */
  readonly all: readonly string[];
  /** The titles of the input boxes since the beginning, in order. */
  readonly inputBoxes: readonly string[];
  stop(): void;
}

/**
 * Writes down the messages and input boxes that the extension shows; they are shown all the same. No command of VS Code tells which
 * ones are there, and the suites share their `vscode` with the extension that they lie in.
 */
export function watchMessages(): ShownMessages {
  const all: string[] = [];
  const errors: string[] = [];
  const inputBoxes: string[] = [];
  const { showInputBox } = vscode.window;
  const window = vscode.window as unknown as Record<Kind, Show>;
  const originals = kinds.map((kind) => [kind, window[kind]] as const);
  for (const [kind, show] of originals) {
    window[kind] = (message, ...rest) => {
      all.push(message);
      if (kind === 'showErrorMessage') errors.push(message);
      return show(message, ...rest);
    };
  }
  vscode.window.showInputBox = (options, token) => {
    inputBoxes.push(options?.title ?? '');
    return showInputBox(options, token);
  };
  return {
    all,
    errors,
    inputBoxes,
    stop: () => {
      vscode.window.showInputBox = showInputBox;
      for (const [kind, show] of originals) window[kind] = show;
    },
  };
}

import * as vscode from 'vscode';
import { withoutLinks } from '../core/errors';
import { plain } from './plain';

/**
 * The one way to a person for messages, boxes to type into and what flashes in the status bar; lint knows of no other.
 * What is said names profiles, hosts, variables and accounts, which repositories and servers have written. The editor
 * makes links of such text, which run any command, and icons: here it makes neither. Looked up anew for each message, so
 * that tests can answer.
 */
export const showInformation = shower('showInformationMessage');
export const showWarning = shower('showWarningMessage');
export const showError = shower('showErrorMessage');

type Show = typeof vscode.window.showInformationMessage;

function shower(name: `show${'Information' | 'Warning' | 'Error'}Message`): Show {
  const show = (message: string, ...rest: unknown[]): unknown => {
    const window = vscode.window as unknown as Record<
      typeof name,
      (message: string, ...rest: unknown[]) => unknown
    >;
    return window[name](withoutLinks(message), ...rest);
  };
  return show as Show;
}

/** Says in the status bar that something is done, for some seconds. */
export function showDone(text: string, milliseconds = 4000): void {
  vscode.window.setStatusBarMessage(`$(check) ${plain(text)}`, milliseconds);
}

type Problem = string | vscode.InputBoxValidationMessage | undefined | null;

/** Asks for text. What is asked, and what is wrong with what was typed, are messages as well. */
export async function showInput(
  options: vscode.InputBoxOptions,
  token?: vscode.CancellationToken,
): Promise<string | undefined> {
  const { prompt } = options;
  const validateInput = async (typed: string) => problemInBox(await options.validateInput?.(typed));
  return await vscode.window.showInputBox(
    {
      ...options,
      ...(prompt !== undefined && { prompt: inBox(prompt) }),
      ...(options.validateInput && { validateInput }),
    },
    token,
  );
}

function problemInBox(problem: Problem): Problem {
  if (problem === undefined || problem === null) return problem;
  return typeof problem === 'string' ? inBox(problem) : { ...problem, message: inBox(problem.message) };
}

function inBox(text: string): string {
  return plain(withoutLinks(text));
}

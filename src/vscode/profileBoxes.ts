import * as vscode from 'vscode';
import { readProfiles } from '../core/profiles/readProfiles';
import { showInput } from './messages';
import type { ProfileSettings } from './settings';

export type Members = Record<string, string | readonly string[]>;

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Which of the questions this is. */
export interface Step {
  readonly step: number;
  readonly of: number;
}

export interface MemberQuestion extends Step {
  readonly member: string;
  readonly prompt: string;
  readonly placeHolder?: string;
  /** It may be left empty, and is not written then. */
  readonly optional?: boolean;
  /** What is written for what was typed; `undefined` while that cannot be read. */
  readonly read?: (typed: string) => string | readonly string[] | undefined;
}

/** Keeps Enter from ending the questions. */
const nothingTyped = 'Type or paste it here, or press Escape to stop.';

export async function choose<T>(
  items: readonly Choice<T>[],
  step: Step,
  placeHolder: string,
): Promise<T | undefined> {
  const chosen = await vscode.window.showQuickPick(items, {
    title: titleOf(step),
    placeHolder,
    ignoreFocusOut: true,
  });
  return chosen?.value;
}

/** Asks for one member and checks it as it will be checked in the settings. Returns whether it was answered. */
export async function ask(members: Members, question: MemberQuestion): Promise<boolean> {
  const { member, prompt, placeHolder = '', optional = false, read = (typed: string) => typed } = question;
  const answer = await showInput({
    title: titleOf(question),
    prompt,
    placeHolder,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      if (typed.trim() === '') return optional ? undefined : nothingTyped;
      const value = read(typed.trim());
      return value === undefined
        ? 'A quote is not closed.'
        : problemWith({ ...members, [member]: value }, member);
    },
  });
  if (answer === undefined) return false;
  const value = answer.trim() === '' ? undefined : read(answer.trim());
  if (value !== undefined) members[member] = value;
  return value !== undefined || optional;
}

/** @returns `undefined` when the person pressed Escape */
export async function askForName(
  settings: ProfileSettings,
  members: Members,
  suggestion: string,
  step: Step,
): Promise<string | undefined> {
  const taken = new Set((await settings.read()).names);
  const name = await showInput({
    title: titleOf(step),
    prompt: 'A name for this profile',
    value: taken.has(suggestion) ? '' : suggestion,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      if (taken.has(typed)) return `There is already a profile “${typed}”.`;
      return readProfiles({ [typed]: members }).problems.find(({ member }) => member === undefined)?.message;
    },
  });
  return name === '' ? undefined : name;
}

function problemWith(members: Members, member: string): string | undefined {
  return readProfiles({ profile: members }).problems.find((problem) => problem.member === member)?.message;
}

function titleOf({ step, of }: Step): string {
  return `Add Profile (${step}/${of})`;
}

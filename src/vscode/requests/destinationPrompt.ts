import type * as vscode from 'vscode';
import type { DestinationQuestion, TokenUse } from '../../core/requestFiles/destinationQuestion';
import { showWarning } from '../messages';

/** `once`: this request; `window`: until the window is closed; `always`: the profile is to name the address. */
export type DestinationAnswer = 'no' | 'once' | 'window' | 'always';

interface Choice extends vscode.MessageItem {
  readonly answer: DestinationAnswer;
}

const once: Readonly<Record<TokenUse, string>> = {
  send: 'Send Once',
  insert: 'Insert Once',
  copy: 'Copy Once',
};

/** Asks whether a token may go where its profile does not say that it belongs. */
export async function askDestination({
  message,
  detail,
  addable,
  use,
  key,
}: DestinationQuestion): Promise<DestinationAnswer> {
  const choices: readonly Choice[] = [
    { title: once[use], answer: 'once' },
    ...(key === undefined ? [] : [{ title: 'Allow in This Window', answer: 'window' } as const]),
    ...(addable === undefined ? [] : [{ title: 'Add to Profile', answer: 'always' } as const]),
  ];
  return (await showWarning(message, { modal: true, detail }, ...choices))?.answer ?? 'no';
}

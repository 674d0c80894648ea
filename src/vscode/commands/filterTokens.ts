import * as vscode from 'vscode';
import { describeFilter, filterKinds, type TokenFilter } from '../../core/tokens/tree/tokenFilter';
import { plain } from '../plain';
import type { Command } from './command';

interface Choice extends vscode.QuickPickItem {
  readonly filter: TokenFilter;
}

const details = {
  needs_action: 'expired and not renewable, or waiting for you to sign in; profiles with problems',
  expired: 'those that are renewed when used, too',
  usable: 'those that live, or whose lifetime nobody said',
} as const satisfies Record<(typeof filterKinds)[number], string>;

const kinds: readonly Choice[] = filterKinds.map((kind) => ({
  label: `$(filter) Only what ${kind === 'needs_action' ? '' : 'is '}${describeFilter({ kind })}`,
  description: details[kind],
  filter: { kind },
}));

export const filterTokens: Command = async ({ treeOptions }) => {
  const filter = await ask(treeOptions.filter);
  if (filter) treeOptions.filterBy(filter);
};

/** A kind from the list, or any text. @returns `undefined` when the person cancelled */
async function ask(current: TokenFilter | undefined): Promise<TokenFilter | undefined> {
  const box = vscode.window.createQuickPick<Choice>();
  box.title = 'Filter Tokens';
  box.placeholder = 'Type a name, account, scope or environment, or choose';
  box.value = current?.kind === 'text' ? current.text : '';
  const offer = () => {
    const text = box.value.trim();
    box.items = text === '' ? kinds : [textChoice(text), ...kinds];
  };
  offer();
  try {
    return await new Promise((resolve) => {
      box.onDidChangeValue(offer);
      box.onDidAccept(() => resolve(box.activeItems[0]?.filter));
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}

function textChoice(text: string): Choice {
  // `alwaysShow`: the list shows only what the typed text matches.
  const label = `$(search) Only what holds “${plain(text)}”`;
  return { label, alwaysShow: true, filter: { kind: 'text', text } };
}

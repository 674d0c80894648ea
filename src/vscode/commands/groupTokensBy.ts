import * as vscode from 'vscode';
import { groupings, type Grouping } from '../views/treeOptions';
import type { Command } from './command';

const items: Readonly<Record<Grouping, vscode.QuickPickItem>> = {
  profile: { label: '$(server) Profile', description: 'each with its tokens' },
  group: { label: '$(layers) Group', description: 'profiles with the same “group”' },
  environment: { label: '$(layers) Environment', description: 'profiles with the same “environment”' },
  state: { label: '$(pulse) State', description: 'what needs action first' },
};

export const groupTokensBy: Command = async ({ treeOptions }) => {
  const choices = groupings.map((grouping) => ({ ...items[grouping], grouping }));
  const chosen = await vscode.window.showQuickPick(
    // What it is now stands first and is chosen by Enter.
    choices.sort((a, b) => Number(isNow(b.grouping)) - Number(isNow(a.grouping))).map(withMark),
    { title: 'Group Tokens By', placeHolder: 'Choose what lies together in the view “Access Tokens”' },
  );
  if (chosen) await treeOptions.groupBy(chosen.grouping);

  function isNow(grouping: Grouping): boolean {
    return grouping === treeOptions.grouping;
  }
  function withMark<T extends vscode.QuickPickItem & { grouping: Grouping }>(item: T): T {
    return isNow(item.grouping) ? { ...item, description: `${item.description ?? ''} (as it is now)` } : item;
  }
};

import * as vscode from 'vscode';
import type { GroupNode, GroupOf } from './nodes';

interface Look {
  readonly label: string;
  readonly icon: string;
}

/** Of the groups that no profile names. */
const looks: Readonly<Record<GroupOf, Look>> = {
  group: { label: 'Without a group', icon: 'layers' },
  environment: { label: 'Without an environment', icon: 'layers' },
  needs_action: { label: 'Needs action', icon: 'bell-dot' },
  expiring: { label: 'About to expire', icon: 'watch' },
  valid: { label: 'Valid', icon: 'pass' },
  unknown: { label: 'Expiry unknown', icon: 'question' },
  expired: { label: 'Expired, renewed when used', icon: 'history' },
  no_token: { label: 'No token yet', icon: 'key' },
};

export function groupItem({ of, name, count }: GroupNode): vscode.TreeItem {
  const { label, icon } = looks[of];
  const item = new vscode.TreeItem(name ?? label, vscode.TreeItemCollapsibleState.Expanded);
  item.description = String(count);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.accessibilityInformation = { label: `${name ?? label}, ${count}` };
  item.contextValue = 'group';
  return item;
}

import * as vscode from 'vscode';
import { describeGrant, describeProfile } from '../../core/profiles/describeProfile';
import { isOtherSource } from '../../core/profiles/otherSources';
import { usesRedirect, type Profile } from '../../core/profiles/profile';
import { describeAge, describeInstant } from '../../core/tokens/instants';
import { isRenewable, type TokenState } from '../../core/tokens/tree/tokenState';
import { commands } from '../ids';
import { groupItem } from './groupItem';
import type { Node, ProblemNode, ProfileNode, TokenNode } from './nodes';
import { spokenState, tokenText } from './tokenText';

export const stateIcons: Readonly<Record<TokenState, vscode.ThemeIcon>> = {
  valid: new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed')),
  expiring: new vscode.ThemeIcon('watch', new vscode.ThemeColor('list.warningForeground')),
  needs_action: new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.errorForeground')),
  expired: new vscode.ThemeIcon('history', new vscode.ThemeColor('list.deemphasizedForeground')),
  unknown: new vscode.ThemeIcon('question'),
};

const unusedIcon = new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));

/**
 * How a row looks. Labels, descriptions and tooltips hold no secret (law 1) and are plain text. Who lays the rows out
 * gives each its id. What stands in the tooltip of a token or a profile is not asked for before it is pointed at.
 */
export function treeItem(node: Node, now: number): vscode.TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node);
    case 'profile':
      return profileItem(node);
    case 'problem':
      return problemItem(node);
    case 'invitation': {
      const item = new vscode.TreeItem('Get New Access Token');
      item.iconPath = new vscode.ThemeIcon('key');
      item.command = {
        command: commands.getNewAccessToken,
        title: 'Get New Access Token',
        arguments: [node.profile.name],
      };
      return item;
    }
    case 'token':
      return tokenItem(node, now);
    case 'unreadable': {
      const item = new vscode.TreeItem('Unreadable token');
      item.description = node.reason;
      item.tooltip = `A stored token cannot be read: ${node.reason}. Nothing was deleted. Remove it, and get a new one.`;
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.contextValue = 'unreadable';
      return item;
    }
    case 'orphans': {
      const item = new vscode.TreeItem('Without a profile', vscode.TreeItemCollapsibleState.Collapsed);
      item.description = String(node.count);
      item.accessibilityInformation = { label: `Without a profile, ${node.count}` };
      item.tooltip =
        'Tokens whose profile is gone from the settings, has other endpoints now or is shared by a workspace that is not open here, and stored values that cannot be read.';
      item.iconPath = new vscode.ThemeIcon('archive');
      return item;
    }
  }
}

function profileItem({ name, profile, problems, isVariantInUse, origin }: ProfileNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  if (profile === undefined) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    item.description = [count, origin].filter(Boolean).join(' · ');
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    item.tooltip = [
      origin === undefined ? `“${name}” cannot be used yet:` : `“${name}”, ${origin}, cannot be used yet:`,
      ...problems.map((problem) => `• ${problem.message}`),
    ].join('\n');
    item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    item.contextValue = 'profile.problem';
    return item;
  }
  item.description = [origin, variantOf(profile, isVariantInUse), describeGrant(profile)]
    .filter(Boolean)
    .join(' · ');
  // Otherwise a screen reader reads the whole tooltip.
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  item.iconPath = new vscode.ThemeIcon('server');
  item.contextValue = contextOf(profile);
  return item;
}

/** What the menus of the manifest tell profiles apart by. */
function contextOf(profile: Profile): string {
  if (profile.grantType === 'vscode_session') return 'profile.session';
  if (isOtherSource(profile.grantType)) return 'profile.source';
  return usesRedirect(profile) ? 'profile.redirect' : 'profile';
}

/** Of which environment it is, and whether that is the one that its group is in. */
function variantOf({ environment }: Profile, isInUse: boolean): string | undefined {
  return environment && (isInUse ? `${environment}, in use` : environment);
}

function problemItem({ problem }: ProblemNode): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.message);
  item.tooltip = problem.message;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.command =
    problem.kind === 'client_secret_in_settings'
      ? {
          command: commands.moveClientSecret,
          title: 'Move Client Secret to Secret Storage',
          arguments: [problem.profile],
        }
      : {
          command: commands.openProfile,
          title: 'Edit Profile in Settings',
          arguments: [problem.profile, problem.member],
        };
  return item;
}

function tokenItem(node: TokenNode, now: number): vscode.TreeItem {
  const { label, description, spoken, state } = tokenText(node, now);
  const { token, profile, active } = node;
  const item = new vscode.TreeItem(label);
  item.description = description;
  // What is not used has the outline of what is.
  item.iconPath = active === false && state === 'valid' ? unusedIcon : stateIcons[state];
  item.contextValue = [
    'token',
    isRenewable(node) && 'renewable',
    active === false && 'other',
    isOtherSource(profile?.grantType) && 'source',
    !token.saved && 'unsaved',
  ]
    .filter(Boolean)
    .join('.');
  item.accessibilityInformation = { label: spoken };
  return item;
}

/** The tooltip of a row that has one to be asked for. */
export function tooltipOf(node: Node, now: number): string | undefined {
  if (node.kind === 'token') return tokenTooltip(node, now);
  if (node.kind === 'profile' && node.profile) return describeProfile(node.profile, node.among);
  return undefined;
}

const idTokenLines = {
  checked: 'ID token: signature checked',
  not_checked: 'ID token: signature not checked, since the server’s keys are not known or could not be read',
} as const;

function tokenTooltip(node: TokenNode, now: number): string {
  const { token, profile } = node;
  const isOfServer = !isOtherSource(profile?.grantType);
  return [
    `Access token of “${profile?.name ?? token.profile}”`,
    token.workspace && `From the workspace “${token.workspace}”`,
    token.name && `Name: ${token.name}`,
    token.account && `Account: ${token.label} at ${token.account.issuer}`,
    token.notGranted.length > 0 ? `Not granted: ${token.notGranted.join(' ')}` : undefined,
    token.grantedBeyond.length > 0 ? `Granted beyond: ${token.grantedBeyond.join(' ')}` : undefined,
    isOfServer || token.scope ? `Scope: ${token.scope ?? 'not stated by the server'}` : undefined,
    `Obtained: ${describeInstant(token.obtainedAt)} (${describeAge(token.obtainedAt, now)})`,
    token.expiresAt === undefined
      ? `Expires: ${isOfServer ? 'the server did not say' : 'not known'}`
      : `Expires: ${describeInstant(token.expiresAt)} (${spokenState(node, now)}${token.expiryFrom ? '; from the token, not verified' : ''})`,
    token.hasRefreshToken
      ? 'Renewed with a refresh token when it expires'
      : isOfServer
        ? 'No refresh token'
        : undefined,
    token.idTokenSignature && idTokenLines[token.idTokenSignature],
    token.saved ? undefined : 'Not saved: the secret storage refused it, so it ends with this window',
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

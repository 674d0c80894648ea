import * as vscode from 'vscode';
import { abbreviateExpiry, describeExpiry, expiry, type Expiry } from '../../core/tokens/expiry';
import { describeGrant, describeProfile } from '../../core/profiles/describeProfile';
import { isOtherSource } from '../../core/profiles/otherSources';
import { isUnattended, usesRedirect } from '../../core/profiles/profile';
import { describeAge, describeInstant } from '../../core/tokens/instants';
import { describeToken, nameOfToken } from '../../core/tokens/tokenNames';
import { unnamedToken } from '../../core/tokens/tokenRecord';
import type { TokenSummary } from '../../core/tokens/tokenStore';
import { commands } from '../ids';
import type { Node, ProblemNode, ProfileNode, TokenNode } from './nodes';

const stateIcons: Readonly<Record<Expiry, vscode.ThemeIcon>> = {
  valid: new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('testing.iconPassed')),
  expiring: new vscode.ThemeIcon('watch', new vscode.ThemeColor('list.warningForeground')),
  expired: new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('list.errorForeground')),
  unknown: new vscode.ThemeIcon('question'),
};

const unusedIcon = new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));

/** How a row looks. Labels, descriptions and tooltips hold no secret (law 1) and are plain text. */
export function treeItem(node: Node, now: number): vscode.TreeItem {
  switch (node.kind) {
    case 'profile':
      return profileItem(node);
    case 'problem':
      return problemItem(node);
    case 'invitation': {
      const item = new vscode.TreeItem('Get New Access Token');
      item.id = `invitation/${node.profile.name}`;
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
      item.id = `unreadable/${node.id}`;
      item.description = node.reason;
      item.tooltip = `A stored token cannot be read: ${node.reason}. Nothing was deleted. Remove it, and get a new one.`;
      item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
      item.contextValue = 'unreadable';
      return item;
    }
    case 'orphans': {
      const item = new vscode.TreeItem('Without a profile', vscode.TreeItemCollapsibleState.Collapsed);
      item.id = 'orphans';
      item.description = String(node.tokens.length + node.unreadable.length);
      item.tooltip =
        'Tokens whose profile is gone from the settings or has other endpoints now, and stored values that cannot be read.';
      item.iconPath = new vscode.ThemeIcon('archive');
      return item;
    }
  }
}

function profileItem({ name, profile, problems, among }: ProfileNode): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `profile/${name}`;
  if (profile === undefined) {
    item.description = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    item.accessibilityInformation = { label: `${name}, ${item.description}` };
    item.tooltip = [
      `“${name}” cannot be used yet:`,
      ...problems.map((problem) => `• ${problem.message}`),
    ].join('\n');
    item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
    item.contextValue = 'profile.problem';
    return item;
  }
  item.description = describeGrant(profile);
  // Otherwise a screen reader reads the whole tooltip.
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  item.tooltip = describeProfile(profile, among);
  item.iconPath = new vscode.ThemeIcon('server');
  item.contextValue = isOtherSource(profile.grantType)
    ? 'profile.source'
    : usesRedirect(profile)
      ? 'profile.redirect'
      : 'profile';
  return item;
}

function problemItem({ problem }: ProblemNode): vscode.TreeItem {
  const item = new vscode.TreeItem(problem.message);
  item.id = `problem/${problem.profile}/${problem.member ?? ''}/${problem.message}`;
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

function tokenItem({ token, profile, active }: TokenNode, now: number): vscode.TreeItem {
  const state = expiry(token, now);
  const left = describeExpiry(token.expiresAt, now);
  const item = new vscode.TreeItem(nameOfToken(token));
  item.id = `token/${token.id}`;
  const standing = active ? 'active' : undefined;
  const label = token.name === undefined || token.label === unnamedToken ? undefined : token.label;
  item.description = [
    standing,
    abbreviateExpiry(token.expiresAt, now),
    token.saved ? undefined : 'not saved',
    label,
    token.scope,
  ]
    .filter(Boolean)
    .join(' · ');
  const isOfServer = !isOtherSource(profile?.grantType);
  item.tooltip = tokenTooltip(token, left, now, isOfServer);
  // What is not used has the outline of what is.
  item.iconPath = active === false && state === 'valid' ? unusedIcon : stateIcons[state];
  const renewable = profile !== undefined && (token.hasRefreshToken || isUnattended(profile));
  item.contextValue = [
    'token',
    renewable && 'renewable',
    active === false && 'other',
    !isOfServer && 'source',
    !token.saved && 'unsaved',
  ]
    .filter(Boolean)
    .join('.');
  const described = describeToken(token);
  const name = described === unnamedToken ? unnamedToken : `Access token ${described}`;
  item.accessibilityInformation = {
    label: [name, standing, left, token.saved ? undefined : 'not saved'].filter(Boolean).join(', '),
  };
  return item;
}

const idTokenLines = {
  checked: 'ID token: signature checked',
  not_checked: 'ID token: signature not checked, since the server’s keys are not known or could not be read',
} as const;

function tokenTooltip(token: TokenSummary, left: string, now: number, isOfServer: boolean): string {
  return [
    `Access token of “${token.profile}”`,
    token.name && `Name: ${token.name}`,
    token.account && `Account: ${token.label} at ${token.account.issuer}`,
    isOfServer || token.scope ? `Scope: ${token.scope ?? 'not stated by the server'}` : undefined,
    token.notGranted.length > 0 ? `Not granted: ${token.notGranted.join(' ')}` : undefined,
    token.grantedBeyond.length > 0 ? `Granted beyond: ${token.grantedBeyond.join(' ')}` : undefined,
    `Obtained: ${describeInstant(token.obtainedAt)} (${describeAge(token.obtainedAt, now)})`,
    token.expiresAt === undefined
      ? `Expires: ${isOfServer ? 'the server did not say' : 'not known'}`
      : `Expires: ${describeInstant(token.expiresAt)} (${left}${token.expiryFrom ? '; from the token, not verified' : ''})`,
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

import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../core/errors';
import type { Clock } from '../core/ports';
import { describeGrant, describeServer } from '../core/profiles/describeProfile';
import type { Profile } from '../core/profiles/profile';
import { describeExpiry } from '../core/tokens/expiry';
import { assignTokens } from '../core/tokens/ownership';
import type { TokenStore, TokenSummary } from '../core/tokens/tokenStore';
import { commands } from './ids';
import type { ProfileSettings } from './settings';
import type { Node, TokenNode, UnreadableNode } from './views/nodes';

/** What a command was given: nothing (the palette), a row of the tree, or a profile's name (a keybinding, a button). */
export type Target = Node | string | undefined;

/** What to get a token from: a profile, of which a token may have been chosen; or a token whose profile is gone. */
export type TokenChoice =
  | { readonly profile: Profile; readonly tokenId: string | undefined }
  | { readonly profile: undefined; readonly tokenId: string };

/** A token that is kept, with its profile. */
export interface StoredToken {
  readonly profile: Profile;
  readonly token: TokenSummary;
}

interface Item<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export interface PickerDependencies {
  readonly settings: ProfileSettings;
  readonly store: TokenStore;
  readonly clock: Clock;
}

/** Turns a command's target into profiles and tokens, asking only where there is a choice. */
export class Pickers {
  constructor(private readonly dependencies: PickerDependencies) {}

  /** @throws ValetKeyError `cancelled`, or what `ProfileSettings.get` throws */
  async profile(target: Target, title: string): Promise<Profile> {
    const { settings } = this.dependencies;
    const name = nameOf(target);
    if (name !== undefined) return await settings.get(name);
    const { names, profiles } = await settings.read();
    const [only] = profiles;
    if (only && names.length === 1) return only;
    const items: Item<string>[] = [
      ...names.map((profile) => profileItem(profile, profiles)),
      { label: 'or', kind: vscode.QuickPickItemKind.Separator },
      { label: '$(add) Add profile…' },
    ];
    const chosen = names.length === 0 ? items.at(-1) : await pick(items, title, 'Choose a profile');
    if (chosen === undefined) throw cancelled();
    if (chosen.value !== undefined) return await settings.get(chosen.value);
    const added = await vscode.commands.executeCommand<string | undefined>(
      commands.addProfile,
      undefined,
      'go-on',
    );
    if (added === undefined) throw cancelled();
    return await settings.get(added);
  }

  /**
   * A token to use, or a profile to get one with.
   * @throws ValetKeyError `cancelled`, `storage_failed`, or what `ProfileSettings.get` throws
   */
  async token(target: Target, title: string): Promise<TokenChoice> {
    const { settings, store } = this.dependencies;
    if (typeof target === 'object' && target.kind === 'token') {
      return { profile: target.profile, tokenId: target.token.id };
    }
    const name = nameOf(target);
    const all = await settings.read();
    const profiles = name === undefined ? all.profiles : [await settings.get(name)];
    if (profiles.length === 0) return { profile: await this.profile(undefined, title), tokenId: undefined };
    const { tokens, failure } = await store.list();
    if (failure && tokens.length === 0) throw failure;
    const { byProfile } = await assignTokens(all, tokens);
    const items = profiles.flatMap((profile) => this.#tokenItems(profile, byProfile.get(profile.name) ?? []));
    const chosen = items.length === 1 ? items[0] : await pick(items, title, 'Choose an access token');
    if (chosen?.value === undefined) throw cancelled();
    return chosen.value;
  }

  /**
   * A token that is kept, and the profile that says where it belongs.
   * @throws ValetKeyError `cancelled`, `nothing_to_refresh` when there is none, or what `token` throws
   */
  async storedToken(target: Target, title: string): Promise<StoredToken> {
    const { settings, store } = this.dependencies;
    if (typeof target === 'object' && target.kind === 'token') {
      const { token, profile } = target;
      if (profile !== undefined) return { token, profile };
      throw new ValetKeyError('nothing_to_refresh', 'No profile says whom to ask about this token.', {
        hint: 'The profile that it came from is gone from your settings, has mistakes, or has other endpoints now.',
      });
    }
    const name = nameOf(target);
    const all = await settings.read();
    const profiles = name === undefined ? all.profiles : [await settings.get(name)];
    const { tokens, failure } = await store.list();
    if (failure && tokens.length === 0) throw failure;
    const { byProfile } = await assignTokens(all, tokens);
    const items = profiles.flatMap((profile) =>
      (byProfile.get(profile.name) ?? []).map((token) => ({
        ...this.#tokenItem(profile.name, token),
        value: { profile, token },
      })),
    );
    if (items.length === 0) {
      throw new ValetKeyError('nothing_to_refresh', 'There is no access token to ask about.', {
        hint: 'Get one first.',
        remedy: 'get_new_token',
      });
    }
    const chosen =
      items.length === 1 ? items[0] : await pick<StoredToken>(items, title, 'Choose an access token');
    if (chosen?.value === undefined) throw cancelled();
    return chosen.value;
  }

  /**
   * A token that is kept, whether or not there is a profile for it.
   * @param besides the id of one that is not offered
   * @throws ValetKeyError `cancelled`, `nothing_to_refresh` when there is none, `storage_failed`
   */
  async keptToken(target: Target, title: string, besides?: string): Promise<TokenSummary> {
    if (typeof target === 'object' && target.kind === 'token') return target.token;
    const { tokens, failure } = await this.dependencies.store.list();
    if (failure && tokens.length === 0) throw failure;
    const name = nameOf(target);
    const offered = tokens.filter(
      ({ id, profile }) => id !== besides && (name === undefined || name === profile),
    );
    if (offered.length === 0) {
      const other = besides === undefined ? '' : ' other';
      throw new ValetKeyError('nothing_to_refresh', `There is no${other} access token.`, {
        hint: 'Get one first.',
        remedy: 'get_new_token',
      });
    }
    const items = offered.map((token) => ({ ...this.#tokenItem(token.profile, token), value: token }));
    // What is compared is chosen, even where there is no choice.
    const chosen =
      items.length === 1 && besides === undefined
        ? items[0]
        : await pick<TokenSummary>(items, title, 'Choose an access token');
    if (chosen?.value === undefined) throw cancelled();
    return chosen.value;
  }

  #tokenItems(profile: Profile, tokens: readonly TokenSummary[]): Item<TokenChoice>[] {
    if (tokens.length === 0) {
      return [
        {
          label: `$(key) ${plain(profile.name)}`,
          description: 'no token yet: get one',
          value: { profile, tokenId: undefined },
        },
      ];
    }
    return tokens.map((token) => ({
      ...this.#tokenItem(profile.name, token),
      value: { profile, tokenId: token.id },
    }));
  }

  #tokenItem(profile: string, token: TokenSummary): vscode.QuickPickItem {
    return {
      label: `$(pass) ${plain(profile)}`,
      description: `${plain(token.label)} · ${describeExpiry(token.expiresAt, this.dependencies.clock.now())}`,
      detail: plain(token.scope ?? ''),
    };
  }
}

function profileItem(name: string, profiles: readonly Profile[]): Item<string> {
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile === undefined)
    return { label: `$(error) ${plain(name)}`, description: 'has problems', value: name };
  return {
    label: `$(server) ${plain(name)}`,
    description: describeGrant(profile),
    detail: describeServer(profile),
    value: name,
  };
}

/** Text that is shown as it is: `$(…)` would be an icon. */
function plain(text: string): string {
  return text.replaceAll('$(', '\\$(');
}

/** The profile that a target names, if it does. */
export function nameOf(target: Target): string | undefined {
  if (typeof target === 'string') return target;
  switch (target?.kind) {
    case 'profile':
      return target.name;
    case 'problem':
      return target.problem.profile;
    case 'invitation':
      return target.profile.name;
    case 'token':
      return target.profile?.name ?? target.token.profile;
    case 'group':
    case 'unreadable':
    case 'orphans':
    case undefined:
      return undefined;
  }
}

/**
 * The stored token that a target names: a row, or a button that gives the record's id.
 * @throws ValetKeyError `internal` when it names none; the menus do not offer that
 */
export function tokenIn(target: Target): { readonly id: string; readonly label: string | undefined } {
  if (typeof target === 'string') return { id: target, label: undefined };
  if (target?.kind === 'token') return { id: target.token.id, label: target.token.label };
  if (target?.kind === 'unreadable') return { id: target.id, label: undefined };
  throw new ValetKeyError('internal', 'This command works on a token of the view “Access Tokens”.');
}

/**
 * The tokens and unreadable records among the rows that a command was given: the one whose menu was opened, or all that
 * are selected together with it.
 */
export function rowsIn(target: Target, selection: unknown): readonly (TokenNode | UnreadableNode)[] {
  const rows = Array.isArray(selection) ? (selection as readonly Node[]) : [target];
  return rows.filter((row) => typeof row === 'object' && (row.kind === 'token' || row.kind === 'unreadable'));
}

async function pick<T>(items: Item<T>[], title: string, placeHolder: string): Promise<Item<T> | undefined> {
  return await vscode.window.showQuickPick(items, {
    title,
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

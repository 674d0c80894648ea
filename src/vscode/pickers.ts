import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../core/errors';
import type { Clock } from '../core/ports';
import { readEnvironments } from '../core/profiles/environments';
import { isOtherSource, requireServer } from '../core/profiles/otherSources';
import type { Profile } from '../core/profiles/profile';
import { originOf, profileKey } from '../core/profiles/profileSource';
import type { ProfilesRead } from '../core/profiles/readProfiles';
import { activeFirst, activeToken, type ActiveTokens } from '../core/tokens/activeTokens';
import { assignTokens } from '../core/tokens/ownership';
import type { TokenStore, TokenSummary } from '../core/tokens/tokenStore';
import { commands } from './ids';
import type { InUse } from './inUse';
import { inUseFirst, pick, profileItem, separator, tokenItem, type Item } from './pickerItems';
import { plain } from './plain';
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

export interface PickerDependencies {
  readonly settings: ProfileSettings;
  readonly store: TokenStore;
  readonly active: ActiveTokens;
  readonly inUse: InUse;
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
    const all = await settings.read();
    const { names, profiles } = all;
    const [only] = profiles;
    if (only && names.length === 1) return only;
    const broken = names.filter((profile) => !profiles.some((candidate) => candidate.name === profile));
    const items: Item<string>[] = [
      ...inUseFirst(
        profiles,
        readEnvironments(this.dependencies.inUse.environments),
        ({ name: profile }) => [profileItem(profile, all)],
        broken.map((profile) => profileItem(profile, all)),
      ),
      separator('or'),
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
    const { settings } = this.dependencies;
    if (typeof target === 'object' && target.kind === 'token') {
      return { profile: target.profile, tokenId: target.token.id };
    }
    const name = nameOf(target);
    const all = await settings.read();
    const profiles = name === undefined ? all.profiles : [await settings.get(name)];
    if (profiles.length === 0) return { profile: await this.profile(undefined, title), tokenId: undefined };
    const owned = await this.#owned(all);
    const [named] = profiles;
    if (name !== undefined && named !== undefined) {
      const active = activeToken(owned.tokensOf(named), owned.choiceOf(named));
      return { profile: named, tokenId: active?.id };
    }
    return await this.#chooseToken<TokenChoice>(profiles, title, (profile) => {
      const items = this.#tokenItems(profile, owned);
      if (items.length === 0)
        return [{ ...withoutToken(profile, owned), value: { profile, tokenId: undefined } }];
      return items.map((item) => ({ ...item, value: { profile, tokenId: item.value.token.id } }));
    });
  }

  /**
   * A token that is kept, and its profile.
   * @param whose `server`: only one that a server can be asked about
   * @throws ValetKeyError `cancelled`, `nothing_to_refresh` when there is none, `not_offered` when it is of no server, or what `token` throws
   */
  async storedToken(
    target: Target,
    title: string,
    whose: 'server' | 'anybody' = 'server',
  ): Promise<StoredToken> {
    const { settings } = this.dependencies;
    if (typeof target === 'object' && target.kind === 'token') {
      const { token, profile } = target;
      if (profile !== undefined) {
        if (whose === 'server') requireServer(profile);
        return { token, profile };
      }
      throw new ValetKeyError('nothing_to_refresh', 'No profile says whom to ask about this token.', {
        hint: 'The profile that it came from is gone from your settings, has mistakes, or has other endpoints now.',
      });
    }
    const name = nameOf(target);
    const all = await settings.read();
    const asked = name === undefined ? all.profiles : [await settings.get(name)];
    if (name !== undefined && whose === 'server') asked.forEach(requireServer);
    const profiles = asked.filter(({ grantType }) => whose === 'anybody' || !isOtherSource(grantType));
    const owned = await this.#owned(all);
    if (profiles.every((profile) => owned.tokensOf(profile).length === 0)) {
      const toAsk = whose === 'server' ? ' to ask about' : '';
      throw new ValetKeyError('nothing_to_refresh', `There is no access token${toAsk}.`, {
        hint: 'Get one first.',
        remedy: 'get_new_token',
      });
    }
    return await this.#chooseToken(profiles, title, (profile) => this.#tokenItems(profile, owned));
  }

  /** Asks only where there is a choice. @throws ValetKeyError `cancelled` */
  async #chooseToken<T>(
    profiles: readonly Profile[],
    title: string,
    itemsOf: (profile: Profile) => readonly Item<T>[],
  ): Promise<T> {
    const items = inUseFirst(profiles, readEnvironments(this.dependencies.inUse.environments), itemsOf);
    const choosable = items.filter(({ value }) => value !== undefined);
    const chosen = choosable.length === 1 ? choosable[0] : await pick(items, title, 'Choose an access token');
    if (chosen?.value === undefined) throw cancelled();
    return chosen.value;
  }

  /** The tokens of a profile, the active one first. */
  #tokenItems(profile: Profile, owned: Owned): (Item<StoredToken> & { readonly value: StoredToken })[] {
    const tokens = activeFirst(owned.tokensOf(profile), owned.choiceOf(profile));
    const now = this.dependencies.clock.now();
    return tokens.map((token, index) => ({
      ...tokenItem(profile.name, token, {
        active: index === 0 && tokens.length > 1,
        now,
        origin: owned.originOf(profile),
      }),
      value: { profile, token },
    }));
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
    const now = this.dependencies.clock.now();
    const items = offered.map((token) => ({
      ...tokenItem(token.profile, token, { active: false, now }),
      value: token,
    }));
    // What is compared is chosen, even where there is no choice.
    const chosen =
      items.length === 1 && besides === undefined
        ? items[0]
        : await pick<TokenSummary>(items, title, 'Choose an access token');
    if (chosen?.value === undefined) throw cancelled();
    return chosen.value;
  }

  /** @throws ValetKeyError `storage_failed` when nothing at all could be read */
  async #owned(all: ProfilesRead): Promise<Owned> {
    const { store, active } = this.dependencies;
    const { tokens, failure } = await store.list();
    if (failure && tokens.length === 0) throw failure;
    const { byProfile } = await assignTokens(all, tokens);
    const choices = await active.choices(all.profiles.map(profileKey));
    return {
      tokensOf: ({ name }) => byProfile.get(name) ?? [],
      choiceOf: (profile) => choices.get(profileKey(profile)),
      originOf: ({ name }) => originOf(name, all.shared, all.unapproved),
    };
  }
}

/** Which tokens a profile has, and which of them was made the active one. */
interface Owned {
  readonly tokensOf: (profile: Profile) => readonly TokenSummary[];
  readonly choiceOf: (profile: Profile) => string | undefined;
  readonly originOf: (profile: Profile) => string | undefined;
}

function withoutToken(profile: Profile, { originOf }: Owned): vscode.QuickPickItem {
  const description = ['no token yet: get one', originOf(profile)].filter(Boolean).join(' · ');
  return { label: `$(key) ${plain(profile.name)}`, description };
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
      return target.profile?.name;
    case 'group':
    case 'unreadable':
    case 'orphans':
    case undefined:
      return undefined;
  }
}

/**
 * The id of the stored token that a target names: a row, or a button that gives the id itself.
 * @throws ValetKeyError `internal` when it names none; the menus do not offer that
 */
export function tokenIdIn(target: Target): string {
  if (typeof target === 'string') return target;
  if (target?.kind === 'token') return target.token.id;
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

import * as vscode from 'vscode';
import { describeGrant, describeServer } from '../core/profiles/describeProfile';
import { isInUse, type ChosenEnvironments } from '../core/profiles/environments';
import type { Profile } from '../core/profiles/profile';
import { originOf } from '../core/profiles/profileSource';
import type { ProfilesRead } from '../core/profiles/readProfiles';
import { describeExpiry } from '../core/tokens/expiry';
import { describeToken } from '../core/tokens/tokenNames';
import type { TokenSummary } from '../core/tokens/tokenStore';
import { plain } from './plain';

/** A row of a list to choose from; one without a value only parts or explains. */
export interface Item<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export function separator(label: string): vscode.QuickPickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

export function profileItem(name: string, { profiles, shared, unapproved }: ProfilesRead): Item<string> {
  const origin = originOf(name, shared, unapproved);
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile === undefined)
    return {
      label: `$(error) ${plain(name)}`,
      description: listed('has problems', origin),
      value: name,
    };
  return {
    label: `$(server) ${plain(name)}`,
    description: listed(origin, describeGrant(profile), profile.environment && plain(profile.environment)),
    detail: plain(describeServer(profile)),
    value: name,
  };
}

/** @param active whether it is the active one of several tokens of its profile */
export function tokenItem(
  profile: string,
  token: TokenSummary,
  {
    active,
    now,
    origin,
  }: { readonly active: boolean; readonly now: number; readonly origin?: string | undefined },
): vscode.QuickPickItem {
  return {
    label: `$(pass) ${plain(profile)}`,
    description: listed(
      plain(describeToken(token)),
      active ? 'active' : undefined,
      describeExpiry(token.expiresAt, now),
      origin,
    ),
    detail: plain(token.scope ?? ''),
  };
}

/**
 * What is in use first, and the other variants of its groups below a line.
 * @param besides what follows what is in use
 */
export function inUseFirst<T>(
  profiles: readonly Profile[],
  chosen: ChosenEnvironments,
  itemsOf: (profile: Profile) => readonly Item<T>[],
  besides: readonly Item<T>[] = [],
): Item<T>[] {
  const used = profiles.filter((profile) => isInUse(profile, profiles, chosen));
  const others = profiles.filter((profile) => !used.includes(profile)).flatMap(itemsOf);
  return [
    ...used.flatMap(itemsOf),
    ...besides,
    ...(others.length > 0 ? [separator('other environments'), ...others] : []),
  ];
}

function listed(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}

export async function pick<T>(
  items: readonly Item<T>[],
  title: string,
  placeHolder: string,
): Promise<Item<T> | undefined> {
  return await vscode.window.showQuickPick(items, {
    title,
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

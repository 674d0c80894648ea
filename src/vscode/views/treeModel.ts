import type { ProfilesRead } from '../../core/profiles/readProfiles';
import { originOf, profileKey } from '../../core/profiles/profileSource';
import { isInUse, type ChosenEnvironments } from '../../core/profiles/environments';
import { activeToken, type ActiveChoices } from '../../core/tokens/activeTokens';
import type { OwnedTokens } from '../../core/tokens/ownership';
import { nameOfToken } from '../../core/tokens/tokenNames';
import type { TokenSummary, UnreadableRecord } from '../../core/tokens/tokenStore';
import { attentionFor, type Attention } from '../../core/tokens/tree/attention';
import { holdsText, passesFilter, type TokenFilter } from '../../core/tokens/tree/tokenFilter';
import type { OwnedToken } from '../../core/tokens/tree/tokenState';
import { profileBranch, tokenBranch, unreadableBranch, type ProfileEntry } from './branches';
import { groupedByState } from './groupedByState';
import type { Node, ProfileNode } from './nodes';
import { rowsOf, type Branch, type Rows } from './rows';
import type { Grouping } from './treeOptions';

/** All that the tree shows. */
export interface TreeInput {
  readonly read: ProfilesRead;
  readonly owned: OwnedTokens;
  readonly unreadable: readonly UnreadableRecord[];
  /** Which token of each profile is used when nothing else is said. */
  readonly choices: ActiveChoices;
  /** Which environments were switched to. */
  readonly environments: ChosenEnvironments;
}

/** How it is shown. */
export interface Showing {
  readonly grouping: Grouping;
  readonly filter: TokenFilter | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface TreeModel {
  readonly rows: Rows;
  /** Every token, shown or not. */
  readonly tokens: readonly OwnedToken[];
  /** How many tokens the filter hides. */
  readonly hidden: number;
  readonly attention: Attention | undefined;
}

/** Lays profiles and tokens out as rows. Pure; its time grows with their number and no faster. */
export function buildTree(input: TreeInput, { grouping, filter, now }: Showing): TreeModel {
  const all = entriesOf(input);
  const orphans = orphansOf(input);
  const tokens = [...all.flatMap((entry) => entry.tokens), ...orphans];
  const passes = (owned: OwnedToken) => filter === undefined || passesFilter(filter, owned, now);
  const entries = all
    .map(({ node, tokens: own }) => ({ node, tokens: own.filter(passes) }))
    .filter((entry) => entry.tokens.length > 0 || isShownWithoutToken(entry.node, filter));
  const loose = orphans.filter(passes);
  const unreadable = filter === undefined || filter.kind === 'needs_action' ? input.unreadable : [];
  const branches =
    grouping === 'state'
      ? groupedByState(entries, loose, unreadable, now)
      : [...grouped(entries, grouping), ...orphanBranches(loose, unreadable)];
  const shown = entries.reduce((sum, entry) => sum + entry.tokens.length, loose.length);
  const broken = all.filter(({ node }) => node.profile === undefined).length;
  return {
    rows: rowsOf(branches),
    tokens,
    hidden: tokens.length - shown,
    attention: attentionFor(tokens, broken, now),
  };
}

function entriesOf(input: TreeInput): ProfileEntry[] {
  const { read, owned, choices, environments } = input;
  const { names, profiles, problems, shared, unapproved } = read;
  const usable = new Map(profiles.map((profile) => [profile.name, profile]));
  const problemsOf = groupedBy(problems, ({ profile }) => profile);
  const orphansOf = groupedBy(owned.orphans, ({ profile }) => profile);
  return names.map((name) => {
    const profile = usable.get(name);
    // A profile with a mistake keeps its tokens in sight: it may be a slip of a minute ago.
    const tokens = (profile ? owned.byProfile.get(name) : orphansOf.get(name)) ?? [];
    const used =
      profile && tokens.length > 1 ? activeToken(tokens, choices.get(profileKey(profile))) : undefined;
    const isVariantInUse = profile?.group !== undefined && isInUse(profile, profiles, environments);
    return {
      node: {
        kind: 'profile',
        name,
        profile,
        problems: problemsOf.get(name) ?? [],
        among: read,
        isVariantInUse,
        origin: originOf(name, shared, unapproved),
      },
      tokens: inOrder(tokens).map((token) => ({
        token,
        profile,
        // Named also where there is none: a row that stays takes over what is named here, and nothing else.
        active: used && token === used,
      })),
    };
  });
}

/** Tokens of no profile in the settings, not even of one with mistakes. */
function orphansOf({ read: { problems }, owned }: TreeInput): OwnedToken[] {
  const broken = new Set(problems.map(({ profile }) => profile));
  const tokens = owned.orphans.filter(({ profile }) => !broken.has(profile));
  return inOrder(tokens).map((token) => ({ token, profile: undefined, active: undefined }));
}

const { compare } = new Intl.Collator(undefined, { numeric: true });

/** By name, so that a token that was renewed stays in its place. */
function inOrder(tokens: readonly TokenSummary[]): TokenSummary[] {
  return [...tokens].sort((a, b) => compare(nameOfToken(a), nameOfToken(b)) || compare(a.id, b.id));
}

function isShownWithoutToken({ name, profile }: ProfileNode, filter: TokenFilter | undefined): boolean {
  switch (filter?.kind) {
    case undefined:
      return true;
    case 'text':
      return holdsText(filter.text, [name, profile?.group, profile?.environment, profile?.issuer]);
    case 'needs_action':
      return profile === undefined;
    case 'expired':
    case 'usable':
      return false;
  }
}

function grouped(entries: readonly ProfileEntry[], by: Exclude<Grouping, 'state'>): Branch[] {
  if (by === 'profile') return entries.map(profileBranch);
  const groups = groupedBy(entries, ({ node }) => node.profile?.[by]);
  // Those without come last.
  const names = [...groups.keys()].sort((a, b) =>
    a === undefined || b === undefined ? Number(a === undefined) - Number(b === undefined) : compare(a, b),
  );
  return names.map((name) => {
    const below = groups.get(name)?.map(profileBranch) ?? [];
    const node: Node = { kind: 'group', of: by, name, count: below.length };
    return { key: name === undefined ? `no ${by}` : `${by}:${name}`, node, below };
  });
}

function orphanBranches(tokens: readonly OwnedToken[], unreadable: readonly UnreadableRecord[]): Branch[] {
  const below = [...tokens.map((owned) => tokenBranch(owned, true)), ...unreadable.map(unreadableBranch)];
  const node: Node = { kind: 'orphans', count: below.length };
  return below.length === 0 ? [] : [{ key: 'orphans', node, below }];
}

function groupedBy<T, K>(values: readonly T[], by: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = by(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}

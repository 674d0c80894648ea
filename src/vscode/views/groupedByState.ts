import type { UnreadableRecord } from '../../core/tokens/tokenStore';
import { tokenState, type OwnedToken, type TokenState } from '../../core/tokens/tree/tokenState';
import type { Branch } from './rows';
import { profileBranch, tokenBranch, unreadableBranch, type ProfileEntry } from './branches';

/** What needs somebody first. */
const order: readonly TokenState[] = ['needs_action', 'expiring', 'valid', 'unknown', 'expired'];

/** Tokens by what they are good for; profiles with problems among what needs action, those without a token last. */
export function groupedByState(
  entries: readonly ProfileEntry[],
  orphans: readonly OwnedToken[],
  unreadable: readonly UnreadableRecord[],
  now: number,
): Branch[] {
  const tokens = [...entries.flatMap((entry) => entry.tokens), ...orphans];
  const byState = new Map<TokenState, Branch[]>(order.map((state) => [state, []]));
  for (const owned of tokens) byState.get(tokenState(owned, now))?.push(tokenBranch(owned, true));
  const broken = entries.filter(({ node }) => node.profile === undefined);
  // Their tokens stand with the others.
  byState.get('needs_action')?.unshift(...broken.map((entry) => profileBranch({ ...entry, tokens: [] })));
  byState.get('needs_action')?.push(...unreadable.map(unreadableBranch));
  const without = entries.filter(({ node, tokens: own }) => node.profile !== undefined && own.length === 0);
  return [
    ...order.map((state) => groupBranch(state, byState.get(state) ?? [])),
    groupBranch('no_token', without.map(profileBranch)),
  ].filter(({ below }) => below.length > 0);
}

function groupBranch(of: TokenState | 'no_token', below: readonly Branch[]) {
  const node = { kind: 'group', of, name: undefined, count: below.length } as const;
  return { key: `state:${of}`, node, below };
}

import type { ProfileProblem } from '../../core/profiles/profile';
import type { UnreadableRecord } from '../../core/tokens/tokenStore';
import type { OwnedToken } from '../../core/tokens/tree/tokenState';
import type { ProfileNode } from './nodes';
import type { Branch } from './rows';

/** A profile with those of its tokens that are shown. */
export interface ProfileEntry {
  readonly node: ProfileNode;
  readonly tokens: readonly OwnedToken[];
}

export function profileBranch({ node, tokens }: ProfileEntry): Branch {
  const { name, profile, problems } = node;
  const invitation: Branch[] =
    profile === undefined ? [] : [{ key: 'invitation', node: { kind: 'invitation', profile } }];
  const rows = tokens.length > 0 ? tokens.map((owned) => tokenBranch(owned, false)) : invitation;
  return { key: `profile:${name}`, node, below: [...problems.map(problemBranch), ...rows] };
}

function problemBranch(problem: ProfileProblem, index: number): Branch {
  return { key: `problem:${index}`, node: { kind: 'problem', problem } };
}

/** @param apart whether the row does not lie under its profile */
export function tokenBranch(owned: OwnedToken, apart: boolean): Branch {
  return { key: `token:${owned.token.id}`, node: { kind: 'token', ...owned, apart } };
}

export function unreadableBranch(record: UnreadableRecord): Branch {
  return { key: `unreadable:${record.id}`, node: { kind: 'unreadable', ...record } };
}

import type { Profile, ProfileProblem } from '../../core/profiles/profile';
import type { TokenSummary, UnreadableRecord } from '../../core/tokens/tokenStore';

/** A row of the token tree. Commands of a row's menu are given the row. */
export type Node = ProfileNode | ProblemNode | InvitationNode | TokenNode | UnreadableNode | OrphansNode;

export interface ProfileNode {
  readonly kind: 'profile';
  readonly name: string;
  /** `undefined` while the profile has problems. */
  readonly profile: Profile | undefined;
  readonly problems: readonly ProfileProblem[];
  /** The other profiles that can be used, with which it may not go together. */
  readonly among: readonly Profile[];
}

/** One mistake in a profile; leads to the place to mend it. */
export interface ProblemNode {
  readonly kind: 'problem';
  readonly problem: ProfileProblem;
}

/** Stands where a profile has no token yet, and gets one. */
export interface InvitationNode {
  readonly kind: 'invitation';
  readonly profile: Profile;
}

export interface TokenNode {
  readonly kind: 'token';
  readonly token: TokenSummary;
  /** Whether it is the active one; absent where its profile has no other, or is gone. */
  readonly active?: boolean;
  /** `undefined`: the profile that the token was got with is gone, or has other endpoints now. */
  readonly profile: Profile | undefined;
}

export interface UnreadableNode {
  readonly kind: 'unreadable';
  readonly id: string;
  readonly reason: string;
}

/** Tokens whose profile is gone, and stored values that cannot be read. */
export interface OrphansNode {
  readonly kind: 'orphans';
  readonly tokens: readonly TokenSummary[];
  readonly unreadable: readonly UnreadableRecord[];
}

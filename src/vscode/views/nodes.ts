import type { Profile, ProfileProblem } from '../../core/profiles/profile';
import type { ProfilesAround } from '../../core/profiles/readProfiles';
import type { TokenSummary } from '../../core/tokens/tokenStore';
import type { TokenState } from '../../core/tokens/tree/tokenState';

/** A row of the token tree. Commands of a row's menu are given the row. */
export type Node =
  GroupNode | ProfileNode | ProblemNode | InvitationNode | TokenNode | UnreadableNode | OrphansNode;

/** What lies together: the profiles of a group or an environment, or the tokens in a state. */
export interface GroupNode {
  readonly kind: 'group';
  readonly of: GroupOf;
  /** `undefined`: what has no group, or no environment. */
  readonly name: string | undefined;
  /** Of the rows below. */
  readonly count: number;
}

export type GroupOf = 'group' | 'environment' | TokenState | 'no_token';

export interface ProfileNode {
  readonly kind: 'profile';
  readonly name: string;
  /** `undefined` while the profile has problems. */
  readonly profile: Profile | undefined;
  readonly problems: readonly ProfileProblem[];
  /** All profiles that there are: it may not go together with some. */
  readonly among: ProfilesAround;
  /** Whether it is the variant of its group that is used when nothing else is said. */
  readonly isVariantInUse: boolean;
  /** Where it comes from that is not the person's own, and whether it is approved; in words. */
  readonly origin?: string | undefined;
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
  /** Whether it is the active one; `undefined` where its profile has no other, or is gone. */
  readonly active?: boolean | undefined;
  /** `undefined`: the profile that the token was got with is gone, or has other endpoints now. */
  readonly profile: Profile | undefined;
  /** Whether the row has to say which profile's it is, since it does not lie under it. */
  readonly apart?: boolean;
}

export interface UnreadableNode {
  readonly kind: 'unreadable';
  readonly id: string;
  readonly reason: string;
}

/** Tokens whose profile is gone, and stored values that cannot be read. */
export interface OrphansNode {
  readonly kind: 'orphans';
  /** Of the rows below. */
  readonly count: number;
}

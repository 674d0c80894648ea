import type { Profile } from '../profiles/profile';

export interface Asking {
  /** Whether a person may be asked. */
  readonly interactive: boolean;
  readonly signal: AbortSignal;
}

/** Knows which profiles of a workspace a person has approved (decision 5); the person's own need no approval. */
export interface ProfileApprovals {
  /**
   * Lets a profile through that may be used: for a request, or for a token of its that is kept already.
   * @throws ValetKeyError `cancelled` when the person does not approve it, `workspace_profile_not_approved` when nobody
   * may be asked
   */
  require(profile: Profile, asking: Asking): Promise<void>;
}

import { profilesFor } from '../profiles/apiBaseUrls';
import type { Profile } from '../profiles/profile';
import { isShared } from '../profiles/profileSource';

/** What says which profile a request's token comes from. */
export interface Clues {
  /** With the file's variables filled in; others stay as they are written. */
  readonly url: string | undefined;
  /** The profile that a `# @valetkey` comment above the request names. */
  readonly hint?: string | undefined;
  /** The profile that was last chosen for the file. */
  readonly last?: string | undefined;
}

/** `by` says what spoke for it. `unusable_hint`: the comment names no profile that can be used. */
export type Suggestion<T> =
  | { readonly kind: 'profile'; readonly profile: T; readonly by: 'host' | 'hint' | 'file' }
  | { readonly kind: 'unusable_hint'; readonly name: string };

type Candidate = Pick<Profile, 'name' | 'apiBaseUrls' | 'source'>;

/**
 * The profile that a request's token comes from, without asking: by the request's host, else by the comment above it,
 * else the file's last choice. `undefined`: nothing says which (R12).
 * @param isInUse whether a profile is the variant of its group that is in use
 */
export function suggestedProfile<T extends Candidate>(
  { url, hint, last }: Clues,
  profiles: readonly T[],
  isInUse: (profile: T) => boolean,
): Suggestion<T> | undefined {
  // The person’s own first: what a workspace shares may have to be approved before.
  const own = profiles.filter((profile) => !isShared(profile));
  const byHost = [...profilesFor(url, own), ...profilesFor(url, profiles.filter(isShared))];
  // Variants for several environments may share a host, and one of a comment's choice is as good as any.
  const first = byHost.find(isInUse) ?? byHost[0];
  if (hint !== undefined) {
    const fitting = byHost.find(({ name }) => name === hint) ?? first;
    if (fitting !== undefined) return { kind: 'profile', profile: fitting, by: 'host' };
    const hinted = profiles.find(({ name }) => name === hint);
    return hinted === undefined
      ? { kind: 'unusable_hint', name: hint }
      : { kind: 'profile', profile: hinted, by: 'hint' };
  }
  if (first !== undefined) return { kind: 'profile', profile: first, by: 'host' };
  const lastChosen = last === undefined ? undefined : profiles.find(({ name }) => name === last);
  return lastChosen && { kind: 'profile', profile: lastChosen, by: 'file' };
}

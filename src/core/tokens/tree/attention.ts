import { needsSignIn, tokenState, type OwnedToken } from './tokenState';

/** How much there is that only a person can mend, and in words what. */
export interface Attention {
  readonly count: number;
  readonly words: string;
}

/** @returns `undefined` when nothing needs anybody */
export function attentionFor(
  tokens: readonly OwnedToken[],
  brokenProfiles: number,
  now: number,
): Attention | undefined {
  const waiting = tokens.filter((owned) => tokenState(owned, now) === 'needs_action');
  const signedOut = waiting.filter(({ token }) => needsSignIn(token)).length;
  const expired = waiting.length - signedOut;
  const words = [
    counted(expired, 'token has expired and cannot be renewed', 'tokens have expired and cannot be renewed'),
    counted(signedOut, 'token needs you to sign in again', 'tokens need you to sign in again'),
    counted(brokenProfiles, 'profile has problems', 'profiles have problems'),
  ].filter((part) => part !== undefined);
  const count = waiting.length + brokenProfiles;
  return count === 0 ? undefined : { count, words: words.join(', ') };
}

function counted(count: number, one: string, many: string): string | undefined {
  return count === 0 ? undefined : `${count} ${count === 1 ? one : many}`;
}

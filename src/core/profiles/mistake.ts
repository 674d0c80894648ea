import type { ProfileProblem } from './profile';

/** A mistake before it is known whose it is. */
export type Mistake = Omit<ProfileProblem, 'profile'>;

export function mistake(member: string | undefined, message: string): Mistake {
  return { member, message, kind: 'mistake' };
}

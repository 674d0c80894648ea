import { cleanServerText } from '../errors';
import { countdown } from '../tokens/countdown';
import type { ActiveToken } from './snapshot';

const MAX_NAME = 40;

/** How long a profile’s token is good for, in a few words: “42 min left”, “expired, renewed when sent”. */
export function timeWords(
  { token, isRenewable }: Pick<ActiveToken, 'token' | 'isRenewable'>,
  now: number,
): string {
  const { words } = countdown(token, now, isRenewable);
  if (words === '') return 'expiry unknown';
  return /^(?:< )?\d/.test(words) && token.needsSignIn !== true
    ? `${words} left`
    : words.replace('renewed when used', 'renewed when sent');
}

/** A profile’s name on one line, where there is not much room. */
export function shortName(name: string): string {
  const characters = Array.from(cleanServerText(name));
  return characters.length <= MAX_NAME
    ? characters.join('')
    : `${characters.slice(0, MAX_NAME - 1).join('')}…`;
}

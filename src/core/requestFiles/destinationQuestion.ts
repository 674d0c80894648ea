import { cleanServerText } from '../errors';
import { inWords } from '../profiles/inWords';
import { destinationOf, isPlainHttpElsewhere, originOf } from '../profiles/apiBaseUrls';
import type { Profile } from '../profiles/profile';
import { profileKey } from '../profiles/profileSource';

/** What is done with a token now: it leaves, or it is written where a later request takes it from. */
export type TokenUse = 'send' | 'insert' | 'copy';

/** What a person is asked before a token goes where its profile does not say that it belongs. */
export interface DestinationQuestion {
  readonly message: string;
  readonly detail: string;
  readonly use: TokenUse;
  /** What the profile would name in `apiBaseUrls` from then on, where that can be offered. */
  readonly addable: string | undefined;
  /** What the answer is remembered for in this window; `undefined`: for nothing, since nobody knows what it was given for. */
  readonly key: string | undefined;
}

type Asking = Pick<Profile, 'name' | 'apiBaseUrls' | 'source'>;

/**
 * The question before a token of a profile goes to a URL (R12, G8, L15); `undefined`: there is nothing to ask.
 * @param url where the request goes, as far as it is known
 * @param chosenByPerson the person has just chosen this profile for this request, and nothing that a file says
 */
export function destinationQuestion(
  profile: Asking,
  url: string | undefined,
  chosenByPerson: boolean,
  use: TokenUse = 'send',
): DestinationQuestion | undefined {
  const destination = destinationOf(profile, url);
  if (destination === 'own') return undefined;
  const inClear = isPlainHttpElsewhere(url);
  if (destination === 'unrestricted' && chosenByPerson && !inClear) return undefined;
  const origin = originOf(url);
  // Of a protocol that is not HTTP's the whole address does; of one with something open in it nothing does.
  const known = origin ?? (url?.includes('{') === true ? undefined : url);
  const name = cleanServerText(profile.name);
  const where = origin ?? 'a host that is not known yet';
  const addable = profile.source === 'user' && !inClear ? origin : undefined;
  const sentences = [
    destination === 'foreign'
      ? `“${name}” is for ${inWords((profile.apiBaseUrls ?? []).map(cleanServerText))}, and for nothing else.`
      : origin === undefined
        ? unknownWords(url)
        : `“${name}” does not say which hosts its token is for (apiBaseUrls).`,
    inClear ? 'The request is plain http: anyone on the way can read the token.' : undefined,
    'Whoever gets the token can use it as you.',
    addable &&
      `“Add to Profile” writes ${addable} into the apiBaseUrls of “${name}”, so that you are not asked again.`,
  ];
  return {
    message: messages[use](`the access token of “${name}”`, where),
    detail: sentences.filter((sentence) => sentence !== undefined).join(' '),
    use,
    addable,
    key: known === undefined ? undefined : JSON.stringify([profileKey(profile), known]),
  };
}

const messages: Readonly<Record<TokenUse, (token: string, where: string) => string>> = {
  send: (token, where) => `Send ${token} to ${where}?`,
  insert: (token, where) => `Insert ${token} into a request to ${where}?`,
  copy: (token, where) => `Copy ${token} for a request to ${where}?`,
};

function unknownWords(url: string | undefined): string {
  const shown = cleanServerText(url ?? '').slice(0, 100);
  return shown === ''
    ? 'Valet Key cannot tell from the file where the request, and with it the token, goes: a variable may get its value elsewhere.'
    : `The address of the request holds a variable, ${shown}, so Valet Key cannot see where the token goes.`;
}

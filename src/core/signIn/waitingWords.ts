import { cleanServerText } from '../errors';
import { isOutOfBand } from '../profiles/urls';
import type { WayBack } from './waysBack';

export interface WaitingFor {
  /** In the order in which the person hears of them. */
  readonly ways: readonly WayBack[];
  /** As it was sent to the server. */
  readonly redirectUri: string;
  /** The port by which the browser would reach ours, when that is not the redirect URI's. */
  readonly forwardedTo?: number | undefined;
}

/** What a person reads while a sign-in waits for them. */
export function waitingWords({ ways, redirectUri, forwardedTo }: WaitingFor): string {
  const begin = 'Waiting for you to sign in with your browser';
  const [first] = ways;
  if (first === 'uri_handler') return `${begin}, and to let it open this editor…`;
  if (first === 'loopback') {
    return forwardedTo === undefined
      ? `${begin}…`
      : `${begin}. Then paste the URL that it ends on: its page cannot be reached, because this window’s port ${portOf(redirectUri)} is port ${forwardedTo} on your side.`;
  }
  if (isOutOfBand(redirectUri)) return `${begin}. Then paste the code that the server shows.`;
  return ways.length > 1
    ? `${begin}. Then paste the URL that it ends on, unless it comes back by itself.`
    : `${begin}. Then paste the URL that it ends on, which begins with ${cleanServerText(redirectUri)}.`;
}

/** The same once the editor has not opened the browser (L3). */
export function notOpenedWords(waiting: WaitingFor): string {
  return `The browser was not opened. Copy the sign-in link and open it yourself. ${waitingWords(waiting)}`;
}

function portOf(redirectUri: string): string {
  return URL.canParse(redirectUri) ? new URL(redirectUri).port || '80' : '';
}

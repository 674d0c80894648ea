import { cleanServerText } from '../errors';
import { isOutOfBand } from '../profiles/urls';
import { bringsBack, doubledParameter } from './answers';
import type { PendingSignIn } from './pendingSignIns';

/** What a person pasted, understood. Nothing was taken yet. */
export type Pasted =
  | { readonly kind: 'nothing' }
  /** The whole answer, with the state of the sign-in. */
  | { readonly kind: 'answer'; readonly parameters: URLSearchParams }
  /** The code without the state: nothing shows that it belongs to this sign-in. */
  | { readonly kind: 'code_alone'; readonly code: string; readonly warning: string }
  /** One or two sentences for the person, which never repeat a code or token. */
  | { readonly kind: 'refused'; readonly why: string };

/** More than any address that a browser shows. */
const MAX_LENGTH = 64 * 1024;
/** What is shorter is being typed. */
const MIN_CODE_LENGTH = 6;
const answerParameter = /(?:^|[?&#])(?:code|state|error|response|access_token|id_token)=/;
const visibleAscii = /^[\x21-\x7e]+$/;

/**
 * Reads what a person pasted: the URL that the browser ended on, its query or fragment alone, or only the code; with
 * whatever came along with copying. Never throws.
 * @param onlyOne whether no other sign-in waits in this window
 */
export function readPasted(text: string, signIn: PendingSignIn, onlyOne: boolean): Pasted {
  if (text.length > MAX_LENGTH) return refused('That is too long for the URL of an answer.');
  const pasted = withoutWrapping(text);
  if (pasted === '') return { kind: 'nothing' };
  const { redirectUri } = signIn.awaited;
  const address = addressIn(pasted, redirectUri);
  if (address !== undefined) {
    return misplaced(address, redirectUri) ?? readParameters(partsOf(address), signIn);
  }
  if (answerParameter.test(pasted)) {
    return readParameters(partsOf(/^[?#]/.test(pasted) ? pasted : `?${pasted}`), signIn);
  }
  return readCode(pasted, signIn, onlyOne);
}

function refused(why: string): Pasted {
  return { kind: 'refused', why };
}

/** Without what came along: blanks and newlines, quotes, `<…>`, and the `#_=_` that Facebook puts behind an answer. */
function withoutWrapping(text: string): string {
  const lines = text.replace(/\p{Cf}/gu, '').split(/[\r\n]/);
  const joined = lines.map((line) => line.trim()).join('');
  let [start, end] = [0, joined.length];
  while (start < end && isWrapping(joined[start])) start++;
  while (end > start && isWrapping(joined[end - 1])) end--;
  return joined.slice(start, end).replace(/#_=_$/, '');
}

function isWrapping(character = ''): boolean {
  return /[\s<>"'`“”‘’«»]/.test(character);
}

/**
 * The address, where it is one: of the web, or as the redirect URI begins, which may have one slash or none. Some
 * browsers hide the scheme.
 */
function addressIn(pasted: string, redirectUri: string): string | undefined {
  const scheme = redirectUri.slice(0, redirectUri.indexOf(':') + 1);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(pasted)) return pasted;
  if (pasted.toLowerCase().startsWith(scheme.toLowerCase())) return pasted;
  const isWithoutScheme = /^[^?#&=]+[?#]/.test(pasted) && answerParameter.test(pasted);
  return isWithoutScheme ? `${scheme}//${pasted}` : undefined;
}

/** Why an address is not the redirect URI; whoever is shown a code by the server may paste whatever holds it. */
function misplaced(pasted: string, redirectUri: string): Pasted | undefined {
  if (/[?&]response_type=|[?&]request_uri=|^http:\/\/[^/]*\/start\/[\w-]{32}$/.test(pasted)) {
    return refused(
      'That is where the sign-in begins. Sign in there, then copy the URL that the browser ends on.',
    );
  }
  if (isOutOfBand(redirectUri)) return undefined;
  if (!URL.canParse(pasted)) return refused('That is not a complete URL.');
  const [got, wanted] = [new URL(pasted), new URL(redirectUri)];
  const isThere =
    got.protocol === wanted.protocol && got.host === wanted.host && got.pathname === wanted.pathname;
  if (!isThere || got.username !== '' || got.password !== '') {
    return refused(`The URL must begin with ${cleanServerText(redirectUri)}.`);
  }
  return bringsBack(wanted.searchParams, got.searchParams)
    ? undefined
    : refused(`The URL lacks a part of the redirect URI: ${cleanServerText(redirectUri)}.`);
}

interface Parts {
  readonly query: URLSearchParams;
  readonly fragment: URLSearchParams;
}

/** Decodes once. A blank within stands in no address; it came from a line that was broken. */
function partsOf(address: string): Parts {
  const [beforeHash = '', ...fragment] = address.split('#');
  const query = beforeHash.split('?').slice(1).join('?');
  const decoded = (text: string) =>
    new URLSearchParams(
      text.replace(/(^|&)(?!error_description=)[^&]*/g, (part) => part.replace(/\s+/g, '')),
    );
  return { query: decoded(query), fragment: decoded(fragment.join('#')) };
}

function readParameters({ query, fragment }: Parts, signIn: PendingSignIn): Pasted {
  const { takesTokens, takesCodeAlone, redirectUri } = signIn.awaited;
  const all = [query, fragment];
  if (!takesTokens && all.some((parameters) => tokenParameters.some((name) => parameters.has(name)))) {
    return refused('That URL holds a token; this profile asks for a code. Nothing of it is used.');
  }
  const parameters = all.find((candidate) => signIn.isOurs(candidate));
  if (parameters !== undefined) return { kind: 'answer', parameters };
  const doubled = all.map(doubledParameter).find((name) => name !== undefined);
  if (doubled !== undefined) return refused(`That URL holds ${doubled} more than once.`);
  if (all.some((candidate) => candidate.has('state'))) {
    return refused('That URL belongs to another sign-in. Sign in with the page that was opened last.');
  }
  const words = all
    .flatMap((candidate) => ['error', 'error_description'].map((name) => candidate.get(name) ?? ''))
    .filter((word) => word !== '');
  if (words.length > 0) return refused(`That URL says: ${cleanServerText(words.join(': '))}`);
  return all.some((candidate) => candidate.has('code'))
    ? refused(
        takesCodeAlone
          ? 'That URL has no state, so nothing shows that it belongs to this sign-in. Copy the whole URL.'
          : 'That URL has no state. Copy the whole URL.',
      )
    : refused(
        `That URL holds no answer. Sign in first, then copy the whole URL that begins with ${cleanServerText(redirectUri)}.`,
      );
}

const tokenParameters = ['access_token', 'id_token', 'token'];

function readCode(pasted: string, signIn: PendingSignIn, onlyOne: boolean): Pasted {
  const { redirectUri, takesCodeAlone } = signIn.awaited;
  const whole = isOutOfBand(redirectUri)
    ? 'Paste the code that the server shows.'
    : `Paste the whole URL that the browser ends on: it begins with ${cleanServerText(redirectUri)}.`;
  const code = decodedOnce(pasted);
  if (code === undefined || !visibleAscii.test(pasted) || code.length < MIN_CODE_LENGTH)
    return refused(whole);
  if (!takesCodeAlone) return refused(`A code alone is not enough for this server. ${whole}`);
  if (!onlyOne) return refused(`Several sign-ins wait, and a code alone does not say whose it is. ${whole}`);
  return {
    kind: 'code_alone',
    code,
    warning:
      'Taken for a code alone, which does not show that it belongs to this sign-in: press Enter only if you got it just now, from the page that was opened. A “%3D” or “=” at its end belongs to it.',
  };
}

/** A code that was cut out of an address is still encoded. `undefined`: it cannot be decoded. */
function decodedOnce(code: string): string | undefined {
  try {
    return decodeURIComponent(code);
  } catch {
    return undefined;
  }
}

import type { TextCheck } from './textMembers';

/** RFC 3986 §2: what a URI is written with. A browser would repair anything else silently; we refuse it. */
export const uriCharacters = /^[A-Za-z0-9\-._~:/?@!$&'()*+,;=%[\]]+$/;

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether a URL names this machine itself. */
export function isLoopback({ hostname }: URL): boolean {
  return loopbackHosts.has(hostname);
}

/** Whether http is allowed on other machines, by the profile's own `allowHttp`; `refused`: it may not say so. */
export type AllowsHttp = boolean | 'refused';

/** The checks of the URLs of a server. */
export function endpointChecks(allowHttp: AllowsHttp): { endpoint: TextCheck; issuer: TextCheck } {
  const endpoint: TextCheck = (member, value) => {
    const mistake = urlMistake(member, value, /^[a-z][a-z0-9+.-]*:\/\//i);
    if (mistake !== undefined) return mistake;
    const url = new URL(value);
    const { protocol } = url;
    if (protocol === 'https:' || (protocol === 'http:' && (allowHttp === true || isLoopback(url)))) return;
    if (protocol !== 'http:') return `${member} must begin with https://.`;
    const orElse =
      allowHttp === 'refused' ? 'use a profile of your own with "allowHttp": true' : 'add "allowHttp": true';
    return `${member} is not https, so tokens would travel in clear. Use the https address or, for a test server that has none, ${orElse}.`;
  };
  /** RFC 8414 §2: no query and no fragment. */
  const issuer: TextCheck = (member, value) => {
    if (value.includes('/.well-known/'))
      return `${member} is the address of its metadata. Write only what stands before “/.well-known/”.`;
    const mistake = endpoint(member, value);
    if (mistake !== undefined) return mistake;
    return value.includes('?')
      ? `${member} must not have a query. Write it without “?” and all after it.`
      : undefined;
  };
  return { endpoint, issuer };
}

/** `urn:ietf:wg:oauth:2.0:oob`, and what some servers put behind it. */
const outOfBand = /^urn:ietf:wg:oauth:2\.0:oob(:\w+)?$/;

/** Whether the server shows the code instead of sending the browser anywhere. */
export function isOutOfBand(redirectUri: string): boolean {
  return outOfBand.test(redirectUri);
}

/** Whether a redirect URI is a link that opens Valet Key, in whichever editor; hosts know no case. */
export function isAppUri(redirectUri: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/valetkey\.valet-key(?=[/?]|$)/i.test(redirectUri);
}

/** Whether a redirect URI is one that Valet Key can listen at (RFC 8252 §7.3). */
export function isLoopbackUri(redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const url = new URL(redirectUri);
  return url.protocol === 'http:' && isLoopback(url);
}

/** What runs or reads something instead of leading to a page or a program. */
const leadsNowhere: ReadonlySet<string> = new Set([
  'about:',
  'blob:',
  'data:',
  'file:',
  'javascript:',
  'vbscript:',
]);

/**
 * RFC 6749 §3.1.2: absolute, no fragment; a query is kept. It may lead anywhere, as it is registered: what does not lead
 * here is pasted. A scheme of an app has one slash or two (RFC 8252 §7.1).
 */
export const redirectUriMistake: TextCheck = (member, value) => {
  if (isOutOfBand(value)) return undefined;
  const mistake = urlMistake(member, value, /^(https?:\/\/|(?!https?:)[a-z][a-z0-9+.-]*:\/)/i);
  if (mistake !== undefined) return mistake;
  const { protocol, port } = new URL(value);
  if (leadsNowhere.has(protocol))
    return `${member} begins with ${protocol}, to which no server sends a browser. Write the callback URL that is registered.`;
  return isLoopbackUri(value) && port === '0'
    ? `${member} has port 0, at which no browser arrives. Leave ${member} out for a free port.`
    : undefined;
};

/** @param absolute how it has to begin */
function urlMistake(member: string, value: string, absolute: RegExp): string | undefined {
  if (value !== value.trim()) return `${member} has a space before or after it. Remove the space.`;
  if (value.includes('#'))
    return `${member} must not have a fragment. Write it without “#” and all after it.`;
  if (!URL.canParse(value) || !absolute.test(value))
    return `${member} is not an absolute URL. Write it in full, beginning with https://.`;
  const { username, password } = new URL(value);
  if (username !== '' || password !== '')
    return `${member} must not hold a user name or password. Write it without what stands before “@”.`;
  return uriCharacters.test(value)
    ? undefined
    : `${member} holds characters that do not belong in a URL. Is a placeholder such as {tenant} left in it?`;
}

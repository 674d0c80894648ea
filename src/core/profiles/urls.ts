import type { TextCheck } from './textMembers';

/** RFC 3986 §2: what a URI is written with. A browser would repair anything else silently; we refuse it. */
export const uriCharacters = /^[A-Za-z0-9\-._~:/?@!$&'()*+,;=%[\]]+$/;

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Whether a URL names this machine itself. */
export function isLoopback({ hostname }: URL): boolean {
  return loopbackHosts.has(hostname);
}

/** The checks of the URLs of a server. `allowHttp` is the profile's own. */
export function endpointChecks(allowHttp: boolean): { endpoint: TextCheck; issuer: TextCheck } {
  const endpoint: TextCheck = (member, value) => {
    const mistake = absoluteUrlMistake(member, value);
    if (mistake !== undefined) return mistake;
    const url = new URL(value);
    const { protocol } = url;
    if (protocol === 'https:' || (protocol === 'http:' && (allowHttp || isLoopback(url)))) return;
    return protocol === 'http:'
      ? `${member} is not https, so tokens would travel in clear. Use the https address or, for a test server that has none, add "allowHttp": true.`
      : `${member} must begin with https://.`;
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

/** RFC 6749 §3.1.2 (absolute, no fragment; a query is kept) and RFC 8252 §7.3 (loopback is http). */
export const redirectUriMistake: TextCheck = (member, value) => {
  const mistake = absoluteUrlMistake(member, value);
  if (mistake !== undefined) return mistake;
  const url = new URL(value);
  if (url.protocol !== 'http:' || !isLoopback(url))
    return `${member} must lead to this computer: write http://127.0.0.1, http://localhost or http://[::1] with a port and a path, or leave it out.`;
  return url.port === '0'
    ? `${member} has port 0, at which no browser arrives. Leave ${member} out for a free port.`
    : undefined;
};

/** What nobody is sent to, such as the redirect URI of a sign-in without a browser: any absolute URL. */
export const absoluteUrlMistake: TextCheck = (member, value) => {
  if (value !== value.trim()) return `${member} has a space before or after it. Remove the space.`;
  if (value.includes('#'))
    return `${member} must not have a fragment. Write it without “#” and all after it.`;
  if (!URL.canParse(value) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(value))
    return `${member} is not an absolute URL. Write it in full, beginning with https://.`;
  const { username, password } = new URL(value);
  if (username !== '' || password !== '')
    return `${member} must not hold a user name or password. Write it without what stands before “@”.`;
  return uriCharacters.test(value)
    ? undefined
    : `${member} holds characters that do not belong in a URL. Is a placeholder such as {tenant} left in it?`;
};

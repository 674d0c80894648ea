import { ValetKeyError, cleanServerText } from '../../errors';
import type { Profile } from '../../profiles/profile';
import { isLoopback, uriCharacters } from '../../profiles/urls';

/** The endpoints that we use, as the metadata call them (RFC 8414 §2 and others). */
export const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
  'revocation_endpoint',
  'introspection_endpoint',
  'userinfo_endpoint',
  'end_session_endpoint',
  'jwks_uri',
] as const;
export type EndpointName = (typeof endpointNames)[number];

/** What reaches a browser also holds nothing that a shell or a quoted attribute would read. */
const browserUriCharacters = /^[A-Za-z0-9\-._~:/?@!&*+,;=%[\]]+$/;

/** What a browser is sent to. */
const browserEndpoints: readonly string[] = [
  'authorization_endpoint',
  'end_session_endpoint',
  'verification_uri',
  'verification_uri_complete',
];

/**
 * Checks a URL of a server before it is used, whether a profile or a discovery document wrote it (decision 2;
 * RFC 9700 §2.6). The library does not look at these (reliability.md 3.3).
 * @param name how the metadata calls it, e.g. `token_endpoint`
 * @throws ValetKeyError `url_refused`
 */
export function checkEndpoint(name: string, value: unknown, profile: Pick<Profile, 'allowHttp'>): URL {
  const refuse = (why: string, hint?: string): never => {
    const shown =
      typeof value === 'string' && !value.includes('@') ? ` (${cleanServerText(value).slice(0, 120)})` : '';
    throw new ValetKeyError('url_refused', `The server’s ${name} is not used: ${why}${shown}.`, {
      hint: hint ?? 'Check the issuer and the endpoints in the profile.',
      remedy: 'edit_profile',
    });
  };
  if (typeof value !== 'string' || value === '') return refuse('it is missing');
  if (!URL.canParse(value)) return refuse('it is not an absolute URL');
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse(`it begins with ${url.protocol}`);
  if (url.username !== '' || url.password !== '') return refuse('it holds a user name or password');
  if (value.includes('#')) return refuse('it has a fragment');
  const characters = browserEndpoints.includes(name) ? browserUriCharacters : uriCharacters;
  if (!characters.test(value) || !/^https?:\/\//i.test(value))
    return refuse('it holds characters that do not belong in a URL');
  if (url.protocol === 'http:' && !isLoopback(url) && !profile.allowHttp) {
    return refuse(
      'it is not https, so secrets and tokens would travel in clear',
      'Use the https address. If this is a test server that has none, set "allowHttp": true in the profile.',
    );
  }
  return url;
}

/** The same as a question. */
export function isUsableEndpoint(
  name: string,
  value: unknown,
  profile: Pick<Profile, 'allowHttp'>,
): value is string {
  try {
    checkEndpoint(name, value, profile);
    return true;
  } catch {
    return false;
  }
}

import type { Profile } from './profile';
import { isLoopback } from './urls';

/**
 * Whether a profile's token is for a URL. `own`: it is below one of its `apiBaseUrls`. `foreign`: it is below none.
 * `unrestricted`: the profile names none. `unknown`: where the request goes is not known, as with a variable for a host.
 */
export type Destination = 'own' | 'foreign' | 'unrestricted' | 'unknown';

type Target = Pick<Profile, 'apiBaseUrls'>;

/** @param url as far as it is known: variables that could not be filled in stay as they are written */
export function destinationOf({ apiBaseUrls }: Target, url: string | undefined): Destination {
  if (apiBaseUrls === undefined) return 'unrestricted';
  const parsed = parse(url);
  if (parsed === undefined) return 'unknown';
  return apiBaseUrls.some((base) => isBelow(parsed, base)) ? 'own' : 'foreign';
}

/** The profiles whose `apiBaseUrls` a URL is below; the longest match first, then in the order given. */
export function profilesFor<T extends Target>(url: string | undefined, profiles: readonly T[]): readonly T[] {
  const parsed = parse(url);
  if (parsed === undefined) return [];
  const matchLength = ({ apiBaseUrls = [] }: Target) =>
    Math.max(
      0,
      ...apiBaseUrls.filter((base) => isBelow(parsed, base)).map((base) => new URL(base).href.length),
    );
  return profiles
    .map((profile) => ({ profile, length: matchLength(profile) }))
    .filter(({ length }) => length > 0)
    .sort((a, b) => b.length - a.length)
    .map(({ profile }) => profile);
}

/** Whether a token would travel in clear to another machine (RFC 6750 §5.3). */
export function isPlainHttpElsewhere(url: string | undefined): boolean {
  const parsed = parse(url);
  return parsed?.protocol === 'http:' && !isLoopback(parsed);
}

/** Scheme, host and port, for a person and for remembering an answer; `undefined` when that is not known. */
export function originOf(url: string | undefined): string | undefined {
  return parse(url)?.origin;
}

function parse(url: string | undefined): URL | undefined {
  // A WebSocket begins as a request of HTTP (RFC 6455 §3).
  const asHttp = url?.replace(/^ws(?=s?:)/i, 'http');
  // A host with a variable in it would be taken for one of that name.
  if (asHttp === undefined || !/^https?:\/\/[^/?#{}\\]+([/?#]|$)/i.test(asHttp) || !URL.canParse(asHttp))
    return undefined;
  return new URL(asHttp);
}

/** The same origin, and the path of the base or one whose first segments are its segments. */
function isBelow(url: URL, base: string): boolean {
  const { origin, pathname } = new URL(base);
  if (url.origin !== origin) return false;
  const folder = pathname.endsWith('/') ? pathname : `${pathname}/`;
  return `${url.pathname}/`.startsWith(folder) && (folder === '/' || !mayClimb(url.pathname));
}

/** Decodings that a path can go through on its way, in proxies and servers; one that hides more is not trusted. */
const decodings = 4;

/** Whether a path could leave its folder again where it is decoded once more, or loses `;` and what follows it. */
function mayClimb(pathname: string): boolean {
  let path = pathname;
  for (let times = 0; times < decodings; times++) {
    path = path.replaceAll(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
    if (path.split(/[\\/]/).some((segment) => /^\s*\.\.\s*(?:;|$)/.test(segment))) return true;
  }
  return /%[0-7][0-9a-f]/i.test(path);
}

/**
 * A profile's members, as they are written, with one more of its `apiBaseUrls`: what the others hold in variables stays
 * a variable.
 */
export function withApiBaseUrl(
  members: Readonly<Record<string, unknown>>,
  url: string,
): Record<string, unknown> {
  const { apiBaseUrls } = members;
  const written: readonly unknown[] = Array.isArray(apiBaseUrls) ? apiBaseUrls : [];
  return { ...members, apiBaseUrls: [...written, url] };
}

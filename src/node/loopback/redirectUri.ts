import { ValetKeyError } from '../../core/errors';

/** Where to listen, and which requests are for the redirect URI. */
export interface LoopbackTarget {
  /** `http://host:port`, as a browser writes it. */
  readonly origin: string;
  /** What a browser sends in `Host`. */
  readonly authority: string;
  /** The addresses to bind; those that this machine does not have are left out. */
  readonly addresses: readonly string[];
  readonly port: number;
  /** `undefined`: the answer comes another way, and no request is for it. */
  readonly path: string | undefined;
  /** The redirect URI's own query, which every answer has to bring back (RFC 6749 §3.1.2). */
  readonly query: URLSearchParams;
}

const addressesByHost: Readonly<Record<string, readonly string[]>> = {
  '127.0.0.1': ['127.0.0.1'],
  '[::1]': ['::1'],
  // A browser tries either family, so neither may be left to another program (RFC 8252 §7.3, §8.3).
  localhost: ['127.0.0.1', '::1'],
};

/** A port of this computer where browsers only begin. */
export function startingPoint(port: number): LoopbackTarget {
  return { ...readRedirectUri(`http://127.0.0.1:${port}`), path: undefined };
}

/**
 * Reads a loopback redirect URI (RFC 8252 §7.3).
 * @throws ValetKeyError `listen_failed` when Valet Key cannot listen there
 */
export function readRedirectUri(redirectUri: string): LoopbackTarget {
  if (!URL.canParse(redirectUri)) throw unusable(redirectUri, 'is not a complete URL');
  const url = new URL(redirectUri);
  const addresses = addressesByHost[url.hostname];
  if (url.protocol !== 'http:') throw unusable(redirectUri, `begins with ${url.protocol} instead of http:`);
  if (!addresses) throw unusable(redirectUri, `leads to ${url.hostname}, which is not this computer`);
  if (url.username !== '' || url.password !== '') throw unusable(redirectUri, 'has a user name in it');
  if (redirectUri.includes('#')) throw unusable(redirectUri, 'has a fragment (“#”), which RFC 6749 forbids');
  if (url.port === '0') throw unusable(redirectUri, 'has port 0');
  return {
    origin: url.origin,
    authority: url.host,
    addresses,
    port: url.port === '' ? 80 : Number(url.port),
    path: url.pathname,
    query: url.searchParams,
  };
}

function unusable(redirectUri: string, why: string): ValetKeyError {
  return new ValetKeyError(
    'listen_failed',
    `The redirect URI ${redirectUri} ${why}, so no answer can be received there.`,
    {
      hint:
        'Valet Key needs a loopback redirect URI. Write one like http://127.0.0.1:7890/callback in the profile’s ' +
        '`redirectUri` and register exactly the same with the provider, or leave `redirectUri` out.',
    },
  );
}

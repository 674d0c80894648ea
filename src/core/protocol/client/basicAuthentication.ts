import type * as oauth from 'oauth4webapi';

/**
 * `client_secret_basic`: id and secret form-encoded (RFC 6749 §2.3.1, appendix B). `-`, `_`, `.` and `~`, which mean
 * themselves to whoever decodes, stay as they are: the library encodes them, too, and a server that does not decode
 * would refuse a secret that holds nothing worse, as most that are generated do.
 */
export function formEncodedBasic(secret: string): oauth.ClientAuth {
  return basic(secret, (text) => encodeURIComponent(text).replaceAll('%20', '+'));
}

/** `client_secret_basic_raw`: for servers that do not decode (e.g. Glewlwyd). */
export function rawBasic(secret: string): oauth.ClientAuth {
  return basic(secret, (text) => text);
}

function basic(secret: string, write: (text: string) => string): oauth.ClientAuth {
  return (_server, client, _body, headers) => {
    headers.set('authorization', basicCredentials(write(client.client_id), write(secret)));
  };
}

/** An `Authorization` header (RFC 7617 §2), in UTF-8. */
export function basicCredentials(name: string, secret: string): string {
  const bytes = new TextEncoder().encode(`${name}:${secret}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

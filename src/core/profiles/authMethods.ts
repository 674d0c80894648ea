import type { TokenEndpointAuthMethod } from './profile';

/**
 * The other way of sending a client secret that is worth a try when the server refused the client; `undefined` when
 * there is none. Whoever keeps trying comes by each of them.
 * @param texts client id and secret, as far as they are known: when form-encoding changes them, the raw form of Basic
 * is another way, too
 */
export function otherAuthMethod(
  method: TokenEndpointAuthMethod,
  texts: readonly string[],
): TokenEndpointAuthMethod | undefined {
  switch (method) {
    case 'none':
    case 'client_secret_post':
      return 'client_secret_basic';
    case 'client_secret_basic':
      // RFC 6749 §2.3.1 form-encodes both, which a server that does not decode them would refuse.
      return texts.every((text) => encodeURIComponent(text) === text)
        ? 'client_secret_post'
        : 'client_secret_basic_raw';
    case 'client_secret_basic_raw':
      return 'client_secret_post';
    case 'client_secret_jwt':
    case 'private_key_jwt':
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return undefined;
  }
}

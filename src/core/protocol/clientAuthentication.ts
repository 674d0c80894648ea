import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../errors';
import type { Profile } from '../profiles/profile';

/** What authenticates the client beside its id. */
export interface ClientCredentials {
  readonly clientSecret?: string | undefined;
}

/**
 * The client authentication of a token request: exactly one method (RFC 6749 §2.3).
 * @throws ValetKeyError `token_request_refused` when the method needs a secret and there is none
 */
export function clientAuthentication(profile: Profile, credentials: ClientCredentials): oauth.ClientAuth {
  const method = profile.tokenEndpointAuthMethod;
  if (method === 'none') return oauth.None();
  const secret = credentials.clientSecret;
  if (secret === undefined || secret === '') {
    throw new ValetKeyError(
      'token_request_refused',
      `The profile “${profile.name}” needs a client secret, and none is kept.`,
      {
        remedy: 'set_client_secret',
      },
    );
  }
  switch (method) {
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(secret);
    case 'client_secret_basic_raw':
      return rawBasic(secret);
    case 'client_secret_post':
      return oauth.ClientSecretPost(secret);
  }
}

/** Basic without the form-encoding of RFC 6749 §2.3.1, for servers that do not decode it (e.g. Glewlwyd). */
function rawBasic(secret: string): oauth.ClientAuth {
  return (_server, client, _body, headers) => {
    const bytes = new TextEncoder().encode(`${client.client_id}:${secret}`);
    headers.set('authorization', `Basic ${btoa(String.fromCharCode(...bytes))}`);
  };
}

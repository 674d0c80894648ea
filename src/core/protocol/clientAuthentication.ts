import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../errors';
import type { ClientKey } from '../ports';
import type { Profile } from '../profiles/profile';
import { signingKey } from './clientKey';
import type { ClientCredentials } from './connectedClient';

/**
 * The client authentication of a token request: exactly one method (RFC 6749 §2.3).
 * @throws ValetKeyError `token_request_refused` when the method needs a secret and there is none,
 * `client_key_invalid`
 */
export async function clientAuthentication(
  profile: Profile,
  { clientSecret }: ClientCredentials,
  key: ClientKey | undefined,
): Promise<oauth.ClientAuth> {
  switch (profile.tokenEndpointAuthMethod) {
    case 'none':
      return oauth.None();
    case 'client_secret_basic':
      return oauth.ClientSecretBasic(needed(clientSecret, profile));
    case 'client_secret_basic_raw':
      return rawBasic(needed(clientSecret, profile));
    case 'client_secret_post':
      return oauth.ClientSecretPost(needed(clientSecret, profile));
    case 'client_secret_jwt':
      return oauth.ClientSecretJwt(needed(clientSecret, profile));
    case 'private_key_jwt':
      return oauth.PrivateKeyJwt(await signingKey(profile, key));
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return oauth.TlsClientAuth();
  }
}

function needed(secret: string | undefined, profile: Profile): string {
  if (secret !== undefined && secret !== '') return secret;
  throw new ValetKeyError(
    'token_request_refused',
    `The profile “${profile.name}” needs a client secret, and none is kept.`,
    { remedy: 'set_client_secret' },
  );
}

/** Basic without the form-encoding of RFC 6749 §2.3.1, for servers that do not decode it (e.g. Glewlwyd). */
function rawBasic(secret: string): oauth.ClientAuth {
  return (_server, client, _body, headers) => {
    const bytes = new TextEncoder().encode(`${client.client_id}:${secret}`);
    headers.set('authorization', `Basic ${btoa(String.fromCharCode(...bytes))}`);
  };
}

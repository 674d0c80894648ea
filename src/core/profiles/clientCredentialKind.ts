import type { Profile } from './profile';

/** What a client needs to prove who it is. */
export type ClientCredentialKind = 'none' | 'secret' | 'key' | 'certificate';

export function clientCredentialKind({
  tokenEndpointAuthMethod,
}: Pick<Profile, 'tokenEndpointAuthMethod'>): ClientCredentialKind {
  switch (tokenEndpointAuthMethod) {
    case 'none':
      return 'none';
    case 'private_key_jwt':
      return 'key';
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return 'certificate';
    case 'client_secret_basic':
    case 'client_secret_basic_raw':
    case 'client_secret_post':
    case 'client_secret_jwt':
      return 'secret';
  }
}

/** What decides which keys a profile needs. */
type KeyUse = Pick<
  Profile,
  'grantType' | 'tokenEndpointAuthMethod' | 'requestObjectSigningAlg' | 'assertion'
>;

/** Whether the client signs something, and so needs a private key whose algorithm and id can matter. */
export function signsWithKey(profile: KeyUse): boolean {
  return (
    clientCredentialKind(profile) === 'key' ||
    profile.requestObjectSigningAlg !== undefined ||
    (profile.grantType === 'jwt_bearer' && profile.assertion !== undefined)
  );
}

/** Whether the client signs something or shows a certificate, and so needs its private key. */
export function needsClientKey(profile: KeyUse): boolean {
  return clientCredentialKind(profile) === 'certificate' || signsWithKey(profile);
}

import * as jose from 'jose';
import type * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../errors';
import type { ClientKey, ClientKeyMaterial, ClientKeys } from '../ports';
import { needsClientKey, type Profile, type SigningAlgorithm } from '../profiles/profile';

/**
 * The client's key, where the profile needs one: from the file that it names, or as it was kept.
 * @throws ValetKeyError `client_key_invalid`, `client_key_locked`
 */
export async function readClientKey(
  profile: Profile,
  kept: ClientKeyMaterial | undefined,
  keys: ClientKeys,
): Promise<ClientKey | undefined> {
  if (!needsClientKey(profile)) return undefined;
  const { clientKeyFile, clientCertificateFile } = profile;
  const material =
    clientKeyFile === undefined
      ? kept
      : { ...(await keys.readFile(clientKeyFile, clientCertificateFile)), passphrase: kept?.passphrase };
  return material && (await keys.parse(material));
}

/**
 * The key for the library, with the algorithm that is asked for, the profile's, or what fits the key.
 * @throws ValetKeyError `client_key_invalid`
 */
export async function signingKey(
  profile: Profile,
  key: ClientKey | undefined,
  algorithm: SigningAlgorithm | undefined = profile.tokenEndpointAuthSigningAlg,
): Promise<oauth.PrivateKey> {
  if (key === undefined) {
    throw new ValetKeyError(
      'client_key_invalid',
      `The profile “${profile.name}” needs a private key, and none is kept.`,
    );
  }
  const kid = profile.clientKeyId ?? key.keyId;
  for (const candidate of algorithm === undefined ? defaultAlgorithms : [algorithm]) {
    try {
      const imported = await jose.importPKCS8(key.privateKey, candidate);
      return { key: imported, ...(kid !== undefined && { kid }) };
    } catch {
      continue;
    }
  }
  throw new ValetKeyError(
    'client_key_invalid',
    `The private key of “${profile.name}” does not fit ${algorithm ?? 'any algorithm that is known'}.`,
    { remedy: 'edit_profile' },
  );
}

/** One a kind of key. */
const defaultAlgorithms: readonly SigningAlgorithm[] = ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'];

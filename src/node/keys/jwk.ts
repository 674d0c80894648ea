import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import type { ClientKeyMaterial } from '../../core/ports';
import type { FoundKey } from './foundKey';
import { noKey, publicKeyOnly, severalKeys } from './keyErrors';
import { pemOf, readPem } from './pem';

type Members = Readonly<Record<string, unknown>>;

/**
 * A JWK (RFC 7517 §4), a JWK Set with exactly one private key (§5), or the key file of a Google service account, which
 * holds a PEM.
 * @throws ValetKeyError `client_key_invalid`
 */
export function readJson(material: ClientKeyMaterial): FoundKey {
  const value = parsed(material);
  if (typeof value.private_key === 'string') {
    return { ...readPem({ ...material, key: value.private_key }), keyId: textOf(value.private_key_id) };
  }
  const candidates = Array.isArray(value.keys) ? value.keys.filter(isMembers) : [value];
  const privateKeys = candidates.filter((jwk) => typeof jwk.d === 'string');
  const [jwk] = privateKeys;
  if (jwk === undefined) {
    throw candidates.some((one) => typeof one.kty === 'string' && one.kty !== 'oct')
      ? publicKeyOnly(material, 'public key')
      : noKey(material);
  }
  if (privateKeys.length > 1) throw severalKeys(material, privateKeys.length);
  try {
    return {
      key: createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' }),
      keyId: textOf(jwk.kid),
      algorithm: textOf(jwk.alg),
      certificates: certificatesOf(jwk.x5c),
    };
  } catch (error) {
    throw noKey(material, error);
  }
}

function parsed(material: ClientKeyMaterial): Members {
  try {
    const value: unknown = JSON.parse(material.key);
    if (isMembers(value)) return value;
  } catch {
    // The parser's own error quotes the text.
  }
  throw noKey(material);
}

/** RFC 7517 §4.7: DER as base64. */
function certificatesOf(chain: unknown): readonly string[] {
  if (!Array.isArray(chain)) return [];
  return chain.filter((one) => typeof one === 'string').map((base64) => pemOf('CERTIFICATE', base64));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

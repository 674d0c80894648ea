import { createPrivateKey, pbkdf2Sync, X509Certificate, type KeyObject } from 'node:crypto';
import forge from 'node-forge/lib/forge';
import 'node-forge/lib/pkcs12';
import type { pkcs12 } from 'node-forge';
import type { ClientKeyMaterial } from '../../core/ports';
import type { FoundKey } from './foundKey';
import { keyInvalid, keyLocked, nameOfKey, noKey, publicKeyOnly, severalKeys } from './keyErrors';

// Node's PBKDF2 in place of the library's: many times as fast, and it takes a passphrase for UTF-8, as OpenSSL does.
Object.assign(forge.pkcs5, {
  pbkdf2: (
    passphrase: string,
    salt: string,
    iterations: number,
    length: number,
    { algorithm }: forge.md.MessageDigest,
  ) => pbkdf2Sync(passphrase, Buffer.from(salt, 'latin1'), iterations, length, algorithm).toString('latin1'),
});

/**
 * A PKCS#12 file (RFC 7292): the old 3DES and RC2, and AES.
 * @throws ValetKeyError `client_key_invalid`, `client_key_locked`
 */
export function readPkcs12(der: Buffer, material: ClientKeyMaterial): FoundKey {
  const bags = opened(der, material).safeContents.flatMap(({ safeBags }) => safeBags);
  const { pkcs8ShroudedKeyBag, keyBag, certBag } = forge.pki.oids;
  const keys = bags.filter(({ type }) => type === pkcs8ShroudedKeyBag || type === keyBag);
  const certificates = bags.filter(({ type }) => type === certBag);
  const [key] = keys;
  if (key === undefined)
    throw certificates.length > 0 ? publicKeyOnly(material, 'certificate') : noKey(material);
  if (keys.length > 1) throw severalKeys(material, keys.length);
  return { key: keyOf(key, material), certificates: certificates.map(certificateOf) };
}

function opened(der: Buffer, material: ClientKeyMaterial): pkcs12.Pkcs12Pfx {
  try {
    const { fromDer } = forge.asn1;
    return forge.pkcs12.pkcs12FromAsn1(fromDer(der.toString('latin1')), true, material.passphrase ?? '');
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    if (/Invalid password|wrong password|Failed to decrypt/i.test(reason)) throw keyLocked(material);
    if (/unsupported/i.test(reason)) {
      throw keyInvalid(
        `${nameOfKey(material)} is encrypted in a way that cannot be read.`,
        'Turn it into PEM: openssl pkcs12 -in file.p12 -out file.pem.',
        error,
      );
    }
    throw noKey(material, error);
  }
}

/** The library understands RSA; of other keys and certificates it gives the ASN.1 as it was. */
function keyOf({ key, asn1 }: pkcs12.Bag, material: ClientKeyMaterial): KeyObject {
  const { privateKeyToAsn1, wrapRsaPrivateKey } = forge.pki;
  try {
    const info = key ? wrapRsaPrivateKey(privateKeyToAsn1(key)) : asn1;
    return createPrivateKey({ key: derOf(info), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw noKey(material, error);
  }
}

function certificateOf({ cert, asn1 }: pkcs12.Bag): string {
  return new X509Certificate(derOf(cert ? forge.pki.certificateToAsn1(cert) : asn1)).toString();
}

function derOf(asn1: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'latin1');
}

import { createHash, createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import path from 'node:path';
import type { ClientKey, ClientKeyMaterial, ClientKeys, Clock, Logger } from '../../core/ports';
import { readJson } from './jwk';
import type { FoundKey } from './foundKey';
import { keyInvalid, nameOfKey, noKey } from './keyErrors';
import { readKeyFile } from './keyFiles';
import { pemBlocks, pemCertificates, readPem } from './pem';

export interface ClientKeysOptions {
  /** The folders that are open in the editor now, as absolute paths. */
  readonly workspaceFolders: () => readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Reads clients' private keys and certificates, with Node's own parsers wherever it has one. */
export function createClientKeys({ workspaceFolders, clock, logger }: ClientKeysOptions): ClientKeys {
  return {
    readFile: async (keyFile, certificateFile) => ({
      file: path.basename(keyFile),
      key: await readKeyFile(keyFile, workspaceFolders()),
      ...(certificateFile !== undefined && {
        certificates: certificatesIn(
          await readKeyFile(certificateFile, workspaceFolders()),
          `the file ${path.basename(certificateFile)}`,
        ).join(''),
      }),
    }),
    parse: async (material) => {
      const found = await find(material);
      const given =
        material.certificates === undefined
          ? found.certificates
          : certificatesIn(material.certificates, 'what was given as the certificate');
      const certificates = ownFirst(given, found.key, material);
      const [own] = certificates;
      if (own !== undefined) warnOfValidity(own, material, { clock, logger });
      return {
        privateKey: found.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        keyId: found.keyId,
        algorithm: found.algorithm,
        certificates: own && certificates.map(String).join(''),
        thumbprint: thumbprint(found.key),
      } satisfies ClientKey;
    },
  };
}

async function find(material: ClientKeyMaterial): Promise<FoundKey> {
  const text = material.key.trim();
  if (text.startsWith('{')) return readJson(material);
  if (pemBlocks(text).length > 0) return readPem(material);
  const der = fromBase64(text);
  if (der === undefined) throw noKey(material);
  if (!isPkcs12(der)) return readDer(der, material);
  const { readPkcs12 } = await import('./pkcs12');
  return readPkcs12(der, material);
}

function fromBase64(text: string): Buffer | undefined {
  const compact = text.replace(/\s+/g, '');
  return compact !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(compact)
    ? Buffer.from(compact, 'base64')
    : undefined;
}

/** A SEQUENCE that begins with version 3 (RFC 7292 §4); keys have versions 0 and 1. */
function isPkcs12(der: Buffer): boolean {
  const [tag, length = 0] = der;
  const start = 2 + (length > 0x80 ? length - 0x80 : 0);
  return tag === 0x30 && der.subarray(start, start + 3).equals(Buffer.of(2, 1, 3));
}

/** A key without the lines that PEM puts around it. */
function readDer(der: Buffer, material: ClientKeyMaterial): FoundKey {
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    try {
      return { key: createPrivateKey({ key: der, format: 'der', type }), certificates: [] };
    } catch {
      continue;
    }
  }
  throw noKey(material);
}

/** @throws ValetKeyError `client_key_invalid` */
function certificatesIn(text: string, name: string): readonly string[] {
  const found = pemCertificates(text);
  if (found.length > 0) return found;
  try {
    const der = fromBase64(text);
    if (der !== undefined) return [new X509Certificate(der).toString()];
  } catch {
    // It is something else.
  }
  throw keyInvalid(`${name} holds no certificate that can be read.`, 'PEM and DER can be read.');
}

/** The certificate of the key before those that vouch for it, as TLS sends them (RFC 8446 §4.4.2). */
function ownFirst(
  texts: readonly string[],
  key: KeyObject,
  material: ClientKeyMaterial,
): readonly X509Certificate[] {
  const certificates = texts.map((text) => {
    try {
      return new X509Certificate(text);
    } catch (error) {
      throw keyInvalid('a certificate of the client cannot be read.', 'PEM and DER can be read.', error);
    }
  });
  const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (own === undefined && certificates.length > 0) {
    throw keyInvalid(
      `the certificate does not belong to the private key in ${nameOfKey(material)}.`,
      'Give the key and the certificate that were made for each other.',
    );
  }
  return own === undefined ? [] : [own, ...certificates.filter((certificate) => certificate !== own)];
}

function warnOfValidity(
  { validFrom, validTo }: X509Certificate,
  material: ClientKeyMaterial,
  { clock, logger }: Pick<ClientKeysOptions, 'clock' | 'logger'>,
): void {
  const name = material.file ?? 'the client';
  if (Date.parse(validTo) < clock.now()) {
    logger.warn(`The certificate of ${name} expired on ${validTo}. The server will probably refuse it.`);
  } else if (Date.parse(validFrom) > clock.now()) {
    logger.warn(
      `The certificate of ${name} is not valid before ${validFrom}. Is this computer’s clock right?`,
    );
  }
}

function thumbprint(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}

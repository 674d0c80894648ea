import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { ClientKeyMaterial } from '../../core/ports';
import type { FoundKey } from './foundKey';
import { keyInvalid, keyLocked, nameOfKey, noKey, publicKeyOnly, severalKeys } from './keyErrors';

interface PemBlock {
  readonly label: string;
  /** The whole block, as RFC 7468 §2 wants it. */
  readonly text: string;
}

const blocks = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;
/** RFC 1421 §4.6.1.1 and §4.6.1.3; the length of the parameter tells where it ends when no newline does. */
const encryptionHeaders =
  /^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*((?:AES-\d+-CBC|CAMELLIA-\d+-CBC),[0-9A-F]{32}|[A-Z0-9-]+,[0-9A-F]{16})/i;

/**
 * The blocks of a PEM text. Their newlines may be missing, since a one-line box drops them, or be written as `\n`, as in
 * JSON and environment variables.
 */
export function pemBlocks(text: string): readonly PemBlock[] {
  const lines = text.replaceAll('\\r', '').replaceAll('\\n', '\n');
  return [...lines.matchAll(blocks)].map(([, label = '', body = '']) => ({
    label,
    text: pemOf(label, body),
  }));
}

/** Every certificate in a PEM text. */
export function pemCertificates(text: string): readonly string[] {
  return pemBlocks(text)
    .filter(({ label }) => label.endsWith('CERTIFICATE'))
    .map((block) => block.text);
}

/** @throws ValetKeyError `client_key_invalid`, `client_key_locked` */
export function readPem(material: ClientKeyMaterial): FoundKey {
  const found = pemBlocks(material.key);
  const keys = found.filter(({ label }) => label.endsWith('PRIVATE KEY'));
  const [key] = keys;
  if (key === undefined) {
    if (found.some(({ label }) => label.endsWith('PUBLIC KEY'))) throw publicKeyOnly(material, 'public key');
    if (found.some(({ label }) => label.endsWith('CERTIFICATE')))
      throw publicKeyOnly(material, 'certificate');
    throw noKey(material);
  }
  if (keys.length > 1) throw severalKeys(material, keys.length);
  return { key: readPrivateKey(key, material), certificates: pemCertificates(material.key) };
}

function readPrivateKey({ label, text }: PemBlock, material: ClientKeyMaterial): KeyObject {
  const encrypted = label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type:.*ENCRYPTED/m.test(text);
  if (encrypted && material.passphrase === undefined) throw keyLocked(material);
  try {
    return createPrivateKey({ key: text, format: 'pem', passphrase: material.passphrase ?? '' });
  } catch (error) {
    if (label === 'OPENSSH PRIVATE KEY') {
      throw keyInvalid(
        `${nameOfKey(material)} holds a key in the form of OpenSSH.`,
        'Turn a copy of it into PEM: ssh-keygen -p -m PKCS8 -f copy-of-the-key.',
      );
    }
    if (encrypted && isUnsupported(error)) {
      throw keyInvalid(
        `${nameOfKey(material)} is encrypted in a way that cannot be read.`,
        'Encrypt it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out new.pem.',
        error,
      );
    }
    throw encrypted ? keyLocked(material) : noKey(material, error);
  }
}

/**
 * A cipher that OpenSSL 3 leaves out, such as DES. What a wrong passphrase decrypts to is unsupported, too, where it
 * ends by chance as it must (one in some two hundred), but by the decoder and not by the cipher.
 */
function isUnsupported(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && /EVP_UNSUPPORTED|UNKNOWN_CIPHER/.test(String(error.code))
  );
}

/** One block, its base64 in lines of 64 characters. */
export function pemOf(label: string, body: string): string {
  const [all, dekInfo] = encryptionHeaders.exec(body) ?? [''];
  const headers = dekInfo === undefined ? [] : ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${dekInfo}`, ''];
  const base64 =
    body
      .slice(all.length)
      .replace(/\s+/g, '')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...headers, ...base64, `-----END ${label}-----`, ''].join('\n');
}

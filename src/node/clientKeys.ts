import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ValetKeyError } from '../core/errors';
import type { ClientKey, ClientKeyMaterial, ClientKeys } from '../core/ports';

/** Reads clients' private keys and certificates with Node's own parsers. */
export function createClientKeys(): ClientKeys {
  return {
    readFile: async (keyFile, certificateFile) => {
      const [key, certificates] = await Promise.all([
        readText(keyFile),
        certificateFile === undefined ? undefined : readText(certificateFile),
      ]);
      return { key, certificates };
    },
    parse: (material) => Promise.resolve(parse(material)),
  };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ValetKeyError('client_key_invalid', `The key file ${file} cannot be read (${reason}).`, {
      cause: error,
      remedy: 'edit_profile',
    });
  }
}

function parse({ key, certificates, passphrase }: ClientKeyMaterial): ClientKey {
  const jwk = key.trimStart().startsWith('{') ? (JSON.parse(key) as { kid?: string }) : undefined;
  let read: KeyObject;
  try {
    read = createPrivateKey(
      jwk === undefined ? { key, format: 'pem', passphrase: passphrase ?? '' } : { key: jwk, format: 'jwk' },
    );
  } catch (error) {
    throw new ValetKeyError('client_key_invalid', 'The private key of the client cannot be read.', {
      cause: error,
    });
  }
  const own = certificates ?? (key.includes('-----BEGIN CERTIFICATE-----') ? key : undefined);
  return {
    privateKey: read.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keyId: jwk?.kid,
    certificates: own,
  };
}

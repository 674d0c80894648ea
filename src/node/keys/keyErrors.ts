import { ValetKeyError } from '../../core/errors';
import type { ClientKeyMaterial } from '../../core/ports';

/** How a message calls what was given: by its file's name, never by anything that is in it (law 1). */
export function nameOfKey({ file }: Pick<ClientKeyMaterial, 'file'>): string {
  return file === undefined ? 'the pasted text' : `the file ${file}`;
}

export function keyInvalid(message: string, hint: string, cause?: unknown): ValetKeyError {
  return new ValetKeyError('client_key_invalid', capitalised(message), {
    hint,
    cause,
    remedy: 'set_client_key',
  });
}

/** Encrypted: without a passphrase, or with one that does not open it. */
export function keyLocked(material: ClientKeyMaterial): ValetKeyError {
  const name = nameOfKey(material);
  const message =
    material.passphrase === undefined
      ? `${name} is locked with a passphrase.`
      : `the passphrase does not open ${name}.`;
  return new ValetKeyError('client_key_locked', capitalised(message), { remedy: 'set_client_key' });
}

export function noKey(material: ClientKeyMaterial, cause?: unknown): ValetKeyError {
  return keyInvalid(
    `${nameOfKey(material)} holds no private key that can be read.`,
    'PEM, JWK and PKCS#12 (.p12, .pfx) can be read.',
    cause,
  );
}

export function publicKeyOnly(
  material: ClientKeyMaterial,
  what: 'public key' | 'certificate',
): ValetKeyError {
  return keyInvalid(
    `${nameOfKey(material)} holds a ${what} only.`,
    'The server has that; the private key that belongs to it is needed here.',
  );
}

export function severalKeys(material: ClientKeyMaterial, count: number): ValetKeyError {
  return keyInvalid(
    `${nameOfKey(material)} holds ${count} private keys.`,
    'Which one is meant cannot be told. Give one that holds a single key.',
  );
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

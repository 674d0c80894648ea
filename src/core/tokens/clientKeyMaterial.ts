import * as v from 'valibot';
import { ValetKeyError } from '../errors';
import type { ClientKeyMaterial } from '../ports';

/** Keys and certificates are some kilobytes; what is larger was chosen by mistake. Bytes. */
const MAX_KEY_FILE_BYTES = 1024 * 1024;

const storedSchema = v.object({
  file: v.exactOptional(v.string()),
  key: v.pipe(v.string(), v.nonEmpty()),
  certificates: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
  passphrase: v.exactOptional(v.string()),
});

/** Reads a stored value, which may be anything. @returns the key, or `undefined` when it is none */
export function readClientKeyMaterial(value: string): ClientKeyMaterial | undefined {
  try {
    const read = v.safeParse(storedSchema, JSON.parse(value));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

/** @throws ValetKeyError `client_key_invalid` for a file that is no key, by its size alone */
export function checkKeyFileSize(file: string, bytes: number): void {
  if (bytes > 0 && bytes <= MAX_KEY_FILE_BYTES) return;
  throw new ValetKeyError(
    'client_key_invalid',
    bytes === 0 ? `The file ${file} is empty.` : `The file ${file} is larger than 1 MB.`,
    { hint: 'It is no private key or certificate. Choose another file.' },
  );
}

/** A key file's bytes as `ClientKeyMaterial` holds them: text as it is, anything else as base64. */
export function keyFileText(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // DER can be UTF-8 by chance; a text has no control characters but white space.
    if (!/[^\P{Cc}\s]/u.test(text)) return text;
  } catch {
    // It is no text.
  }
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

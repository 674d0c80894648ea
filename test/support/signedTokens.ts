import { createSign, generateKeyPairSync } from 'node:crypto';

/** One key pair for all: making one takes longer than most tests. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The key set with the one key that `signToken` uses (RFC 7517 §5). */
export function jwks() {
  return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] };
}

/** A JWT signed with RS256; `header` changes or adds header parameters, and the signature stays RS256. */
export function signToken(
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): string {
  const parts = [{ alg: 'RS256', kid: 'k1', ...header }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = createSign('RSA-SHA256').update(parts.join('.')).sign(privateKey).toString('base64url');
  return `${parts.join('.')}.${signature}`;
}

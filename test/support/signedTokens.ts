import { constants, createSign, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** One key pair for all: making one takes longer than most tests. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** The key set with the one key that `signToken` uses (RFC 7517 §5). */
export function jwks() {
  return { keys: [publicJwk({ kid: 'k1', alg: 'RS256', use: 'sig' })] };
}

/** The public part of the key that `signToken` uses, as a key set holds it. */
export function publicJwk(members: Readonly<Record<string, string>> = {}, key: KeyObject = publicKey) {
  return { ...key.export({ format: 'jwk' }), ...members };
}

/** A JWT signed with RS256; `header` changes or adds header parameters, and the signature stays RS256. */
export function signToken(
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): string {
  const content = contentOf(claims, { alg: 'RS256', kid: 'k1', ...header });
  const signature = createSign('RSA-SHA256').update(content).sign(privateKey).toString('base64url');
  return `${content}.${signature}`;
}

/** Other signatures, each with a key pair of its own (RFC 7518 §3.1, RFC 8037 §3.1). */
export const signers = {
  ES256: () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return signer('ES256', pair.publicKey, (data) =>
      sign('sha256', data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }),
    );
  },
  PS256: () =>
    signer('PS256', publicKey, (data) =>
      sign('sha256', data, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
    ),
  EdDSA: () => {
    const pair = generateKeyPairSync('ed25519');
    return signer('EdDSA', pair.publicKey, (data) => sign(null, data, pair.privateKey));
  },
} as const;

function signer(alg: string, key: KeyObject, signatureOf: (data: Buffer) => Buffer) {
  return {
    jwk: publicJwk({ kid: alg, alg }, key),
    /** The same claims, signed anew. */
    sign: (token: string) => {
      const content = contentOf(claimsOf(token), { alg, kid: alg });
      return `${content}.${signatureOf(Buffer.from(content)).toString('base64url')}`;
    },
  };
}

/** What a JWT claims. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

function contentOf(claims: object, header: object): string {
  return [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

import * as oauth from 'oauth4webapi';

/** A key pair that tokens are bound to (RFC 9449), and what the library signs proofs with. */
export interface DpopKey {
  /** Remembers the newest nonce of each origin (RFC 9449 §8.2). */
  readonly handle: oauth.DPoPHandle;
  /** The private key, to be kept with the token in the secret storage. */
  readonly jwk: JsonWebKey;
}

/** What we can sign proofs with, the best known first. */
const algorithms = ['ES256', 'EdDSA', 'PS256', 'RS256'] as const;

/** A new key pair for one token, of a kind that the server says it takes (RFC 9449 §5.1). */
export async function generateDpopKey(
  metadata: oauth.AuthorizationServer,
  client: oauth.Client,
): Promise<DpopKey> {
  const taken = metadata.dpop_signing_alg_values_supported;
  const algorithm = algorithms.find((candidate) => taken?.includes(candidate)) ?? 'ES256';
  const pair = await oauth.generateKeyPair(algorithm, { extractable: true });
  return { handle: oauth.DPoP(client, pair), jwk: await crypto.subtle.exportKey('jwk', pair.privateKey) };
}

/** The key pair of a stored token. */
export async function restoreDpopKey(jwk: JsonWebKey, client: oauth.Client): Promise<DpopKey> {
  const algorithm = importParameters(jwk);
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', jwk, algorithm, false, ['sign']),
    crypto.subtle.importKey('jwk', publicPart(jwk), algorithm, true, ['verify']),
  ]);
  return { handle: oauth.DPoP(client, { privateKey, publicKey }), jwk };
}

/** RFC 9449 §4.2: a proof shows the public key alone. */
function publicPart({ kty, crv, x, y, n, e, alg }: JsonWebKey): JsonWebKey {
  const members = { kty, crv, x, y, n, e, alg };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function importParameters(jwk: JsonWebKey): RsaHashedImportParams | EcKeyImportParams | Algorithm {
  if (jwk.kty === 'EC') return { name: 'ECDSA', namedCurve: jwk.crv ?? '' };
  if (jwk.kty === 'OKP') return { name: 'Ed25519' };
  return { name: jwk.alg === 'RS256' ? 'RSASSA-PKCS1-v1_5' : 'RSA-PSS', hash: 'SHA-256' };
}

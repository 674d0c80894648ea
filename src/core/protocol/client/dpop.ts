import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import type { TokenSet } from '../../tokens/tokenRecord';
import type { ConnectedClient } from './connectedClient';

/** A key pair that tokens are bound to (RFC 9449), and what the library signs proofs with. */
export interface DpopKey {
  /** Remembers the newest nonce of each origin (RFC 9449 §8.2). */
  readonly handle: oauth.DPoPHandle;
  /** The private key, to be kept with the token in the secret storage. */
  readonly jwk: JsonWebKey;
}

/** What we can sign proofs with, the best known first; by the names that stand in a proof's header. */
const algorithms = ['ES256', 'Ed25519', 'ES384', 'ES512', 'PS256', 'RS256'] as const;

/**
 * A new key pair for one token, of a kind that the server says it takes (RFC 9449 §5.1); `undefined` when the profile
 * asks for no binding.
 * @throws ValetKeyError `not_offered`
 */
export async function newDpopKey({ profile, server, client }: ConnectedClient): Promise<DpopKey | undefined> {
  if (!profile.dpopBoundAccessTokens) return undefined;
  const taken = server.metadata.dpop_signing_alg_values_supported ?? ['ES256'];
  const algorithm = algorithms.find((candidate) => taken.includes(candidate));
  if (algorithm === undefined) {
    throw new ValetKeyError(
      'not_offered',
      'The server takes DPoP proofs, but none that is signed with an algorithm that Valet Key knows.',
      {
        hint: `Valet Key knows ${algorithms.join(', ')}; the server states its own as dpop_signing_alg_values_supported. Without dpopBoundAccessTokens in the profile it asks for a Bearer token.`,
        remedy: 'edit_profile',
      },
    );
  }
  const pair = await oauth.generateKeyPair(algorithm, { extractable: true });
  return { handle: oauth.DPoP(client, pair), jwk: await crypto.subtle.exportKey('jwk', pair.privateKey) };
}

/** The key pair of a stored token. */
export async function restoreDpopKey(jwk: JsonWebKey, client: oauth.Client): Promise<DpopKey> {
  const parameters = importParameters(jwk);
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', jwk, parameters, false, ['sign']),
    crypto.subtle.importKey('jwk', publicPart(jwk), parameters, true, ['verify']),
  ]);
  return { handle: oauth.DPoP(client, { privateKey, publicKey }), jwk };
}

/** A request to a protected resource that a proof is for. */
export interface DpopProofRequest {
  readonly tokenSet: Pick<TokenSet, 'accessToken' | 'dpopKey'>;
  /** The HTTP method, as it is sent. */
  readonly method: string;
  /** The whole address of the request; its query and fragment do not go into the proof. */
  readonly url: string;
  /** The newest one that the resource server gave (RFC 9449 §9). */
  readonly nonce?: string | undefined;
}

/**
 * The `DPoP` header of one request with a bound token (RFC 9449 §4.2, §7): good for this method and address alone,
 * and only now.
 * @throws ValetKeyError `internal` for a token that is not bound
 */
export async function createDpopProof({
  tokenSet: { accessToken, dpopKey },
  method,
  url,
  nonce,
}: DpopProofRequest): Promise<string> {
  if (dpopKey === undefined) throw new ValetKeyError('internal', 'This token is not bound to a DPoP key.');
  const { origin, pathname } = new URL(url);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessToken));
  const claims = {
    jti: oauth.generateRandomState(),
    htm: method.toUpperCase(),
    htu: `${origin}${pathname}`,
    ath: jose.base64url.encode(new Uint8Array(hash)),
    ...(nonce !== undefined && { nonce }),
  };
  return await new jose.SignJWT(claims)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: algorithmOf(dpopKey), jwk: publicPart(dpopKey) })
    .setIssuedAt()
    .sign(await crypto.subtle.importKey('jwk', dpopKey, importParameters(dpopKey), false, ['sign']));
}

/** RFC 9449 §4.2: a proof shows the public key alone. */
function publicPart({ kty, crv, x, y, n, e }: JsonWebKey): JsonWebKey {
  const members = { kty, crv, x, y, n, e };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function algorithmOf({ kty, crv, alg }: JsonWebKey): string {
  if (kty === 'OKP') return 'Ed25519';
  if (kty === 'RSA') return alg ?? 'PS256';
  return crv === 'P-256' ? 'ES256' : crv === 'P-384' ? 'ES384' : 'ES512';
}

function importParameters(jwk: JsonWebKey): RsaHashedImportParams | EcKeyImportParams | Algorithm {
  if (jwk.kty === 'EC') return { name: 'ECDSA', namedCurve: jwk.crv ?? '' };
  if (jwk.kty === 'OKP') return { name: 'Ed25519' };
  return { name: jwk.alg === 'RS256' ? 'RSASSA-PKCS1-v1_5' : 'RSA-PSS', hash: 'SHA-256' };
}

import * as jose from 'jose';
import type * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import type { ClientKey, Logger } from '../../ports';
import { signingAlgorithms, type Profile, type SigningAlgorithm } from '../../profiles/profile';

/** Of those that fit a key, the first one is taken; what servers most often know comes first. */
const preference: readonly SigningAlgorithm[] = [
  ...(['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const),
  ...(['PS384', 'PS512', 'RS384', 'RS512'] as const),
];
/** RFC 7518 §3.3 and §3.5. */
const MIN_RSA_BITS = 2048;

export interface SigningOptions {
  /** The only one that will do; absent: what the key itself states, or what fits the key. */
  readonly algorithm: SigningAlgorithm | undefined;
  /** What the server says it takes, such as `token_endpoint_auth_signing_alg_values_supported`; may be anything. */
  readonly supported?: unknown;
  readonly logger: Logger;
}

/**
 * The key for the library, with an algorithm that fits it and, where that is possible, the server.
 * @throws ValetKeyError `client_key_invalid`
 */
export async function signingKey(
  profile: Profile,
  key: ClientKey | undefined,
  { algorithm, supported, logger }: SigningOptions,
): Promise<oauth.PrivateKey> {
  if (key === undefined) {
    throw new ValetKeyError(
      'client_key_invalid',
      `The profile “${profile.name}” needs a private key, and none is kept.`,
      { remedy: 'set_client_key' },
    );
  }
  const wanted = algorithm ?? statedBy(key);
  const known = listOf(supported);
  for (const candidate of wanted === undefined ? byServer(known) : [wanted]) {
    const imported = await importAs(key, candidate);
    if (imported === undefined) continue;
    checkLength(imported, profile);
    if (known.length > 0 && !isAmong(known, candidate)) {
      logger.warn(
        `“${profile.name}”: ${candidate} is not among the algorithms that the server says it takes.`,
      );
    }
    const kid = profile.clientKeyId ?? key.keyId;
    return { key: imported, ...(kid !== undefined && { kid }) };
  }
  throw new ValetKeyError(
    'client_key_invalid',
    `The private key of “${profile.name}” does not fit ${wanted ?? 'any algorithm that is known'}.`,
    {
      hint: 'RSA keys fit RS256 to PS512; a P-256 key ES256, P-384 ES384, P-521 ES512; an Ed25519 key EdDSA.',
      remedy: wanted === undefined ? 'set_client_key' : 'edit_profile',
    },
  );
}

/**
 * How `alg` is written for an Ed25519 key. The library writes RFC 9864's new name; servers know RFC 8037's, unless they
 * say otherwise.
 */
export function ed25519Name(supported: unknown): 'EdDSA' | 'Ed25519' {
  const known = listOf(supported);
  return known.includes('Ed25519') && !known.includes('EdDSA') ? 'Ed25519' : 'EdDSA';
}

function isAmong(known: readonly string[], algorithm: SigningAlgorithm): boolean {
  return known.includes(algorithm === 'EdDSA' ? ed25519Name(known) : algorithm);
}

/** What the key fits may not be what the server knows: then it is tried all the same, since lists are often thin. */
function byServer(known: readonly string[]): readonly SigningAlgorithm[] {
  const fits = (algorithm: SigningAlgorithm) => isAmong(known, algorithm);
  return [...preference.filter(fits), ...preference.filter((algorithm) => !fits(algorithm))];
}

function statedBy({ algorithm }: ClientKey): SigningAlgorithm | undefined {
  const stated = algorithm === 'Ed25519' ? 'EdDSA' : algorithm;
  return signingAlgorithms.find((known) => known === stated);
}

async function importAs(key: ClientKey, algorithm: SigningAlgorithm): Promise<CryptoKey | undefined> {
  try {
    return await jose.importPKCS8(key.privateKey, algorithm);
  } catch {
    return undefined;
  }
}

function checkLength({ algorithm }: CryptoKey, profile: Profile): void {
  const bits = 'modulusLength' in algorithm ? Number(algorithm.modulusLength) : MIN_RSA_BITS;
  if (bits >= MIN_RSA_BITS) return;
  throw new ValetKeyError(
    'client_key_invalid',
    `The private key of “${profile.name}” has ${bits} bits, and signatures need ${MIN_RSA_BITS} or more (RFC 7518 §3.3).`,
    { hint: 'Make a new key, and register its public key at the server.', remedy: 'set_client_key' },
  );
}

function listOf(supported: unknown): readonly string[] {
  return Array.isArray(supported) ? supported.filter((one) => typeof one === 'string') : [];
}

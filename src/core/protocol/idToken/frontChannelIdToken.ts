import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import { decodeJwt } from './decodeJwt';
import { explainIdTokenError } from '../explain/idTokenErrors';
import { clockHint } from '../server/serverClock';

/**
 * Holds an ID token that came through the browser against what came beside it: the left half of its hash, by the
 * algorithm of the signature (OpenID Connect Core §3.2.2.9, §3.3.2.11).
 * @param idToken validated before, but for this
 * @throws ValetKeyError `id_token_invalid`
 */
export async function checkHash(claim: 'at_hash', value: string, idToken: string): Promise<void> {
  const stated = decodeJwt(idToken)?.[claim];
  const { alg = '' } = jose.decodeProtectedHeader(idToken);
  // RFC 7518 §3.1: the size is in the name; RFC 8032 §5.1: Ed25519 uses SHA-512.
  const algorithm = alg.endsWith('256') ? 'SHA-256' : alg.endsWith('384') ? 'SHA-384' : 'SHA-512';
  const digest = new Uint8Array(await crypto.subtle.digest(algorithm, new TextEncoder().encode(value)));
  if (stated === jose.base64url.encode(digest.subarray(0, digest.length / 2))) return;
  throw new ValetKeyError(
    'id_token_invalid',
    `The access token is not the one that the ID token was given with (${claim}), so nothing of the answer is used.`,
    {
      hint: 'Start again. If it happens again, the server’s administrator needs to know.',
      remedy: 'try_again',
    },
  );
}

/** What the library threw for an ID token that came through the browser, for a person. */
export function explainFrontChannel(error: unknown): ValetKeyError {
  if (error instanceof ValetKeyError) return error;
  const isJudged =
    error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError;
  // Anything else was stumbled over, and may repeat what it was.
  return explainIdTokenError(error, isJudged ? error.message : 'it cannot be read', clockHint(null, 0));
}

import * as oauth from 'oauth4webapi';
import { ValetKeyError, isCancelled } from '../../errors';
import type { TokenSet } from '../../tokens/tokenRecord';
import type { ConnectedClient } from '../client/connectedClient';
import { withServerKeys } from '../server/serverKeys';

/** Whether an answer's signature was checked; `undefined` for one that is not signed. */
export type AnswerSignature = TokenSet['idTokenSignature'];

/**
 * Reads an answer that may be a signed JWT (RFC 9701 §5, OpenID Connect Core §5.3.2), and checks its signature.
 * @param name whose answer it is, to begin a sentence
 * @param process reads it with the library
 * @throws ValetKeyError `response_invalid` for a JWT that is not valid; for any other answer what `process` throws
 */
export async function readPerhapsSigned<T>(
  name: string,
  connected: ConnectedClient,
  response: Response,
  process: () => Promise<T>,
): Promise<{ readonly value: T; readonly signature: AnswerSignature }> {
  if (!isJwt(response)) return { value: await process(), signature: undefined };
  const { metadata } = connected.server;
  try {
    const value = await process();
    if (metadata.jwks_uri === undefined) return { value, signature: 'not_checked' };
    await withServerKeys(metadata, (keys) =>
      oauth.validateApplicationLevelSignature(keys, response, connected.options()),
    );
    return { value, signature: 'checked' };
  } catch (error) {
    if (isCancelled(error) || error instanceof oauth.ResponseBodyError) throw error;
    const reason = error instanceof Error ? error.message.replaceAll('"', '').replace(/\.$/, '') : 'damaged';
    throw new ValetKeyError(
      'response_invalid',
      `${name}’s answer is a signed one that is not valid, so it is not used: ${reason}.`,
      { cause: error, hint: 'If it happens again, the server’s administrator needs to know.' },
    );
  }
}

function isJwt(response: Response): boolean {
  return /^application\/(?:[\w-]+\+)?jwt\s*(?:;|$)/i.test(response.headers.get('content-type') ?? '');
}

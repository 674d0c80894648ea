import * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText } from '../errors';
import type { Logger } from '../ports';
import type { Account } from '../tokens/tokenRecord';
import type { AuthorizationServer } from './authorizationServers';

const MAX_LABEL = 80;

/**
 * What the library leaves to us of OpenID Connect Core §3.1.3.7: the signature, and a subject that is not empty.
 * @throws ValetKeyError `id_token_invalid`; the library's own errors for a bad signature
 */
export async function verifyIdToken(
  server: AuthorizationServer,
  claims: oauth.IDToken,
  response: Response,
  options: oauth.ValidateSignatureOptions,
  logger: Logger,
): Promise<void> {
  if (claims.sub === '') {
    throw new ValetKeyError(
      'id_token_invalid',
      'The ID token names nobody (its “sub” is empty), so the answer is not used.',
    );
  }
  if (server.metadata.jwks_uri === undefined) {
    // Allowed over TLS, straight from the token endpoint: §3.1.3.7 (6).
    logger.warn('ID token signature not checked: the server states no jwks_uri.');
    return;
  }
  try {
    await oauth.validateApplicationLevelSignature(server.metadata, response, options);
  } catch (error) {
    throw keysUnusable(error) ?? error;
  }
  logger.debug('ID token signature checked.');
}

/** The error for a key set that cannot be read; `undefined` for any other error, which is the signature's own. */
function keysUnusable(error: unknown): ValetKeyError | undefined {
  if (!(error instanceof oauth.OperationProcessingError)) return undefined;
  const reasons: unknown[] = [oauth.RESPONSE_IS_NOT_CONFORM, oauth.RESPONSE_IS_NOT_JSON, oauth.PARSE_ERROR];
  if (!reasons.includes(error.code)) return undefined;
  return new ValetKeyError(
    'id_token_invalid',
    'The server’s keys could not be read, so the ID token’s signature could not be checked and nothing of the answer is used.',
    {
      hint: 'Check jwksUri, if the profile has it. Otherwise try again in a while: the fault is the server’s.',
      remedy: 'try_again',
    },
  );
}

/** Whose token it is, with a label that a person recognises (OpenID Connect Core §5.1). */
export function accountOf(claims: oauth.IDToken): Account {
  const label = [claims.email, claims.preferred_username, claims.name, claims.sub]
    .filter((claim): claim is string => typeof claim === 'string')
    .map((claim) => cleanServerText(claim).slice(0, MAX_LABEL))
    .find((claim) => claim !== '');
  return { issuer: claims.iss, subject: claims.sub, ...(label !== undefined && { label }) };
}

import * as oauth from 'oauth4webapi';
import { ValetKeyError, isCancelled } from '../../errors';
import type { Clock, Logger } from '../../ports';
import type { Account, TokenSet } from '../../tokens/tokenRecord';
import type { ConnectedClient } from '../client/connectedClient';
import { clockHint } from '../server/serverClock';
import { withServerKeys } from '../server/serverKeys';
import { personName } from './personName';

/** What the library tolerates of other times, too. */
const TOLERANCE_SECONDS = 30;

export interface ReceivedIdToken {
  readonly connected: ConnectedClient;
  readonly claims: oauth.IDToken;
  /** What the library read the token from: it knows by it which signature to check. */
  readonly response: Response;
  /** It came with a renewed access token, which must not be lost to keys that cannot be read just now. */
  readonly refreshing: boolean;
}

/**
 * What the library leaves to us of OpenID Connect Core §3.1.3.7: the signature, a subject that is not empty, and what
 * is odd but no reason to refuse, which the log holds.
 * @throws ValetKeyError `id_token_invalid`; the library's own errors for a bad signature
 */
export async function verifyIdToken(
  received: ReceivedIdToken,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<NonNullable<TokenSet['idTokenSignature']>> {
  const { connected, claims, response, refreshing } = received;
  if (claims.sub === '') {
    throw new ValetKeyError(
      'id_token_invalid',
      'The ID token names nobody (its “sub” is empty), so the answer is not used.',
    );
  }
  for (const oddity of oddities(received, clock.now())) logger.warn(`ID token: ${oddity}`);
  const { server } = connected;
  if (server.metadata.jwks_uri === undefined) {
    // Allowed over TLS, straight from the token endpoint: §3.1.3.7 (6).
    logger.warn('ID token signature not checked: the server states no jwks_uri.');
    return 'not_checked';
  }
  noteOtherHost(server.metadata, logger);
  try {
    await withServerKeys(server.metadata, (metadata) =>
      oauth.validateApplicationLevelSignature(metadata, response, connected.options()),
    );
  } catch (error) {
    if (isCancelled(error)) throw error;
    // The key may have moved with its address.
    if (codeOf(error) === oauth.KEY_SELECTION) server.outdated();
    if (!isUnreadable(error)) throw signatureFailure(error);
    const failure = keysUnusable(error);
    if (!refreshing) throw failure;
    logger.warn(`ID token signature not checked: ${failure.message}`);
    return 'not_checked';
  }
  logger.debug('ID token signature checked.');
  return 'checked';
}

/** Accepted all the same: what no rule forbids, and somebody may have to look into. */
function oddities({ connected, claims, response }: ReceivedIdToken, now: number): string[] {
  const { acrValues } = connected.profile;
  const { aud, azp, iat, acr } = claims;
  const found: string[] = [];
  if (azp !== undefined && azp !== connected.client.client_id)
    found.push(`it was issued to another client than it is for (azp), though ${describeAudience(aud)}.`);
  if (iat > now / 1000 + TOLERANCE_SECONDS)
    found.push(`it was issued in the future. ${clockHint(response.headers.get('date'), now)}`);
  if (acrValues !== undefined && !(typeof acr === 'string' && acrValues.split(' ').includes(acr)))
    found.push('the sign-in was of another kind (acr) than was asked for.');
  return found;
}

function describeAudience(audience: oauth.IDToken['aud']): string {
  return Array.isArray(audience) ? 'this one is among its audiences' : 'this one is its audience';
}

function noteOtherHost({ issuer, jwks_uri: keys = '' }: oauth.AuthorizationServer, logger: Logger): void {
  const [own, other] = [new URL(issuer).host, new URL(keys).host];
  if (own !== other) logger.info(`The server’s keys are at ${other}, as the metadata of ${own} say.`);
}

/** Whether the keys did not come, or are none; anything else is about the token. */
function isUnreadable(error: unknown): boolean {
  if (error instanceof ValetKeyError || error instanceof DOMException) return true;
  const code = codeOf(error);
  if (code === oauth.INVALID_RESPONSE) return error instanceof Error && error.message.includes('"keys"');
  return [oauth.RESPONSE_IS_NOT_CONFORM, oauth.RESPONSE_IS_NOT_JSON, oauth.PARSE_ERROR].some(
    (unreadable) => code === unreadable,
  );
}

/** The library’s own error where it has judged; otherwise ours, for what it stumbled over. */
function signatureFailure(error: unknown): unknown {
  if (error instanceof oauth.OperationProcessingError) return error;
  const reason =
    error instanceof oauth.UnsupportedOperationError ? error.message : 'it is not written as one';
  return new ValetKeyError(
    'id_token_invalid',
    `The ID token’s signature could not be checked, so nothing of the answer is used: ${reason}.`,
    { cause: error },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** For a key set that did not come, or that cannot be used. */
function keysUnusable(cause: unknown): ValetKeyError {
  const reason = cause instanceof ValetKeyError ? ` (${cause.message.replace(/\.$/, '')})` : '';
  return new ValetKeyError(
    'id_token_invalid',
    `The server’s keys could not be read${reason}, so the ID token’s signature could not be checked and nothing of the answer is used.`,
    {
      cause,
      hint: 'Check jwksUri, if the profile has it. Otherwise try again in a while: the fault is the server’s.',
      remedy: 'try_again',
    },
  );
}

/** Whose token it is, with a label if the token has one that a person recognises (OpenID Connect Core §5.1). */
export function accountOf(claims: oauth.IDToken): Account {
  const label = personName(claims, 'standard');
  return { issuer: claims.iss, subject: claims.sub, ...(label !== undefined && { label }) };
}

import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import type { Advice } from './advice';
import { plain } from './plain';

/**
 * What is wrong with an ID token (OpenID Connect Core §3.1.3.7), for a person.
 * @param message the library's words
 * @param clockHint what to do when a time in the token does not fit
 */
export function explainIdTokenError(error: unknown, message: string, clockHint: string): ValetKeyError {
  return new ValetKeyError(
    'id_token_invalid',
    `The ID token is not valid, so nothing of the answer is used: ${plain(message)}.`,
    advice(error, message, clockHint),
  );
}

function advice(error: unknown, message: string, clockHint: string): Advice {
  if (error instanceof oauth.OperationProcessingError && error.code === oauth.JWT_TIMESTAMP_CHECK) {
    const isSignInTime = (error.cause as { claim?: unknown }).claim === 'auth_time';
    return {
      hint: isSignInTime
        ? 'The server did not ask you to sign in again, though maxAge in the profile wants a sign-in that is not older.'
        : clockHint,
      remedy: 'try_again',
    };
  }
  if (message.includes('"alg"')) {
    return {
      hint: 'It is signed with nothing, with the client secret (HS256), or with an algorithm that the server does not announce. Have the app registered for ID tokens signed with RS256 or ES256.',
    };
  }
  return {
    hint: 'Check issuer and client ID in the profile. If they are right, the server’s administrator needs to know.',
    remedy: 'edit_profile',
  };
}

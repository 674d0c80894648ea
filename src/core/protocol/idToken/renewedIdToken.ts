import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import type { Account, TokenSet } from '../../tokens/tokenRecord';
import { decodeJwt } from './decodeJwt';
import type { Granted } from '../token/tokenEndpoint';

/** What the token set was before it was renewed. */
export interface FormerTokenSet {
  readonly tokenSet: Pick<TokenSet, 'idToken'>;
  readonly account: Account | undefined;
}

/**
 * An ID token that comes with a renewed token is about the same sign-in: same `iss`, same `sub`, and the original
 * `nonce` if it has one (OpenID Connect Core §12.2). The library has checked it by itself, but does not know the former.
 * @throws ValetKeyError `id_token_invalid`
 */
export function checkSameAccount(former: FormerTokenSet, renewed: Granted): void {
  if (former.account === undefined || renewed.account === undefined) return;
  const { issuer, subject } = renewed.account;
  if (issuer !== former.account.issuer || subject !== former.account.subject)
    throw refused('for another account (account changed)');
  const [nonce, original] = [renewed.tokenSet, former.tokenSet].map(({ idToken }) => nonceOf(idToken));
  if (nonce !== undefined && nonce !== original) throw refused('for another sign-in (its nonce is another)');
}

/**
 * Processes the answer to a refresh. Where its ID token is wrong in nothing that the library checks but its times, as
 * with a clock that is off, it is let through: no answer need hold one, and the new refresh token must not be lost with
 * it. The caller checks the rest of it as ever, and does not keep it.
 * @param onUntimely called when that is so
 */
export async function processRenewal(
  metadata: oauth.AuthorizationServer,
  client: oauth.Client,
  response: Response,
  onUntimely: () => void,
): Promise<oauth.TokenEndpointResponse> {
  try {
    await oauth.processRefreshTokenResponse(metadata, client, response.clone());
  } catch (error) {
    const isUntimely =
      error instanceof oauth.OperationProcessingError && error.code === oauth.JWT_TIMESTAMP_CHECK;
    if (isUntimely) {
      onUntimely();
      const patient = { ...client, [oauth.clockTolerance]: Number.MAX_SAFE_INTEGER };
      return await oauth.processRefreshTokenResponse(metadata, patient, response);
    }
  }
  // The signature is looked up by the response itself later on, and not by a copy.
  return await oauth.processRefreshTokenResponse(metadata, client, response);
}

function nonceOf(idToken: string | undefined): unknown {
  return decodeJwt(idToken ?? '')?.nonce;
}

function refused(forWhom: string): ValetKeyError {
  const message = `The server renewed the token ${forWhom}; the old token is kept.`;
  return new ValetKeyError('id_token_invalid', message, { hint: 'Sign in again.', remedy: 'get_new_token' });
}

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

function nonceOf(idToken: string | undefined): unknown {
  return decodeJwt(idToken ?? '')?.nonce;
}

function refused(forWhom: string): ValetKeyError {
  const message = `The server renewed the token ${forWhom}; the old token is kept.`;
  return new ValetKeyError('id_token_invalid', message, { hint: 'Sign in again.', remedy: 'get_new_token' });
}

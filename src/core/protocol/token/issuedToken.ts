import type * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText, type ErrorDetails } from '../../errors';
import type { TokenSet } from '../../tokens/tokenRecord';
import type { DpopKey } from '../client/dpop';

/** Printable ASCII without blanks at its ends: anything else could break out of a header or a file (decision 11). */
const usableToken = /^[\x21-\x7E](?:[\x20-\x7E]*[\x21-\x7E])?$/;
const MAX_TOKEN_LENGTH = 64 * 1024;

/** What the token types of RFC 8693 §3 are to a person. */
const issuedTokenTypes: Readonly<Record<string, string>> = {
  'urn:ietf:params:oauth:token-type:refresh_token': 'a refresh token',
  'urn:ietf:params:oauth:token-type:id_token': 'an ID token',
  'urn:ietf:params:oauth:token-type:saml1': 'a SAML 1.1 assertion',
  'urn:ietf:params:oauth:token-type:saml2': 'a SAML 2.0 assertion',
};

/**
 * Checks that what a server issued can be sent with requests, in the way that was asked for.
 * @returns the scheme of its Authorization header
 * @throws ValetKeyError `token_response_invalid`
 */
export function checkIssuedToken(
  body: oauth.TokenEndpointResponse,
  dpop: DpopKey | undefined,
): TokenSet['tokenType'] {
  const damage = damageOf(body.access_token);
  if (damage !== undefined) throw damaged(damage);
  // The library lets no other types pass, but for that of an exchange.
  const type: string = body.token_type;
  if (type === 'n_a') throw noAccessToken(body.issued_token_type);
  if (type === 'dpop') {
    if (dpop !== undefined) return 'DPoP';
    throw notUsed('it is bound to a DPoP key, which was not asked for', {
      hint: 'Set "dpopBoundAccessTokens": true in the profile. Nothing was stored.',
      remedy: 'edit_profile',
    });
  }
  if (dpop === undefined) return 'Bearer';
  // RFC 9449 §5: whoever wants the protection must not go on without it.
  throw notUsed('DPoP was asked for, and it is a Bearer token, which serves anybody who gets hold of it', {
    hint: 'The server does not bind tokens to keys, or not for this app. If that is right, take dpopBoundAccessTokens out of the profile. Nothing was stored.',
    remedy: 'edit_profile',
  });
}

/** Why a token cannot be sent with requests, wherever it comes from; `undefined`: it can (decision 11). */
export function damageOf(token: string): string | undefined {
  if (token.length > MAX_TOKEN_LENGTH) return 'it is longer than 64 KB';
  return usableToken.test(token) ? undefined : 'it holds characters that cannot stand in a header';
}

/** RFC 8693 §2.2.1: with `N_A` for its type, what came in `access_token` is for something else. */
function noAccessToken(issuedTokenType: unknown): ValetKeyError {
  const type = typeof issuedTokenType === 'string' ? issuedTokenType : '';
  const name = issuedTokenTypes[type] ?? `something else (“${cleanServerText(type)}”)`;
  return new ValetKeyError('token_response_invalid', `The server issued no access token, but ${name}.`, {
    hint: 'It is not for the Authorization header of a request. Ask for another requestedTokenType in the profile, or leave it out. Nothing was stored.',
    remedy: 'edit_profile',
  });
}

function damaged(why: string): ValetKeyError {
  return notUsed(why, {
    hint: 'Nothing was stored. The server, or something between it and you, sends a damaged token.',
  });
}

function notUsed(why: string, details: ErrorDetails): ValetKeyError {
  return new ValetKeyError(
    'token_response_invalid',
    `The server’s access token cannot be used: ${why}.`,
    details,
  );
}

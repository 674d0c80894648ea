import type { GrantBook } from './grantBook';
import { isVerifierOf } from './requests';

/** What a code was given for. */
export interface CodeGrant {
  readonly redirectUri: string;
  readonly scope: string;
  readonly nonce: string | null;
  readonly codeChallenge: string | null;
}

/** The grant that an authorization request asks for; `scope` is what the person allowed. */
export function grantFor(asked: URLSearchParams, scope: string): CodeGrant {
  return {
    redirectUri: asked.get('redirect_uri') ?? '',
    scope,
    nonce: asked.get('nonce'),
    codeChallenge: asked.get('code_challenge'),
  };
}

/** What was wrong with a token request for a code. */
export type CodeProblem = 'unknown' | 'used' | 'ended' | 'redirect_uri' | 'code_verifier';

/** Takes the code of a token request, once, and holds the rest of the request against it (RFC 6749 §4.1.3). */
export function redeemCode<T extends CodeGrant>(
  codes: GrantBook<T>,
  asked: URLSearchParams,
): T | CodeProblem {
  const code = codes.redeem(asked.get('code'));
  if (code.state !== 'good') return code.state;
  const { redirectUri, codeChallenge } = code.meaning;
  if (asked.get('redirect_uri') !== redirectUri) return 'redirect_uri';
  return codeChallenge === null || isVerifierOf(codeChallenge, asked.get('code_verifier'))
    ? code.meaning
    : 'code_verifier';
}

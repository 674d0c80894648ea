import fc from 'fast-check';
import assert from 'node:assert/strict';
import { Redactor } from '../../../../../src/core/redactor';
import { renderComparable } from '../../../../../src/core/tokens/details/comparableToken';
import { renderTokenDetails } from '../../../../../src/core/tokens/details/tokenDetails';
import type { TokenSet } from '../../../../../src/core/tokens/tokenRecord';
import { findSecrets, forgetSecrets, registerSecret } from '../../../../support/secrets';
import { jsonValues } from '../../../../support/arbitraries';
import { jwtOf, recordOf, start, summary } from '../exampleTokens';

const secret = fc.stringMatching(/^[\x21-\x7E]{12,40}$/);

/** Claims of any kind, in which the server may have put a secret. */
function payloads(within: string): fc.Arbitrary<string> {
  const value = fc.oneof(
    jsonValues,
    fc.constant(within),
    fc.constant({ nested: [`x ${within} y`, { [within]: 1 }] }),
    fc.constantFrom<unknown>(1e18, -1, '\u202E'),
  );
  const name = fc.oneof(
    fc.constantFrom('exp', 'iat', '__proto__', 'aud', 'scope', 'scp', within),
    fc.string({ unit: 'binary', maxLength: 10 }),
  );
  const members = fc.array(fc.tuple(name, value), { maxLength: 8 });
  return fc.oneof(
    members.map(
      (entries) =>
        `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`).join()}}`,
    ),
    fc.string({ unit: 'binary' }),
  );
}

const tokenSets: fc.Arbitrary<Partial<TokenSet>> = secret.chain((refreshToken) =>
  fc.record(
    {
      accessToken: fc.oneof(
        secret,
        payloads(refreshToken).map((payload) => jwtOf(payload)),
      ),
      refreshToken: fc.constant(refreshToken),
      idToken: payloads(refreshToken).map((payload) => jwtOf(payload)),
      scope: fc.oneof(fc.string({ unit: 'binary' }), fc.constant(`read ${refreshToken}`)),
      requestedScope: fc.string(),
      expiresAt: fc.oneof(fc.integer(), fc.constant(start)),
    },
    { requiredKeys: ['accessToken', 'refreshToken'] },
  ),
);

describe('the details of any token', () => {
  afterEach(forgetSecrets);

  it('D19, L8: are rendered without a throw, and hold no secret while it is hidden', () => {
    fc.assert(
      fc.property(tokenSets, fc.integer(), (tokenSet, now) => {
        const record = recordOf(tokenSet, { label: `name ${tokenSet.refreshToken ?? ''}` });
        const details = { record, token: summary('one'), profile: undefined };
        const redactor = new Redactor();
        const secrets = [record.tokenSet.accessToken, tokenSet.refreshToken, tokenSet.idToken];
        redactor.protect(...secrets);
        const redact = (text: string) => redactor.redact(text);
        const texts = [
          renderTokenDetails(details, { redact, now, secretsShown: false }),
          renderComparable(details, redact),
        ];
        for (const value of secrets) if (value !== undefined) registerSecret(value);
        for (const text of texts) assert.deepEqual(findSecrets(text), []);
        forgetSecrets();
      }),
      { numRuns: 300 },
    );
  });
});

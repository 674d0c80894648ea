import assert from 'node:assert/strict';
import { scopeDifference } from '../../../../src/core/tokens/scopeDifference';
import type { TokenSet } from '../../../../src/core/tokens/tokenRecord';

const difference = (
  requestedScope: string | undefined,
  scope: string | undefined,
  more: Partial<TokenSet> = {},
) => {
  const { notGranted, grantedBeyond } = scopeDifference({
    accessToken: 'token',
    tokenType: 'Bearer',
    ...(scope !== undefined && { scope }),
    ...(requestedScope !== undefined && { requestedScope }),
    ...more,
  });
  return [notGranted.join(' '), grantedBeyond.join(' ')];
};

describe('granted against requested scope', () => {
  const table: readonly (readonly [string, string | undefined, string | undefined, string, string])[] = [
    ['the same', 'read write', 'read write', '', ''],
    ['another order', 'read write', 'write read', '', ''],
    ['a comma list', 'read write', 'read,write', '', ''],
    ['narrower', 'read write', 'read', 'write', ''],
    ['wider', 'read', 'read admin', '', 'admin'],
    ['other', 'read write', 'read admin', 'write', 'admin'],
    ['nothing at all', 'read write', '', 'read write', ''],
    ['no answer', 'read', undefined, '', ''],
    ['nothing asked for', undefined, 'read', '', ''],
    ['text that would not show as it is', 'read', 'read \u202Eadmin\u0007', '', 'admin'],
  ];
  for (const [what, requested, granted, notGranted, beyond] of table) {
    it(`B18: ${what}`, () => assert.deepEqual(difference(requested, granted), [notGranted, beyond]));
  }

  it('B18: what was granted by deed is not missed in the words', () => {
    const deeds = { idToken: 'an-id-token', refreshToken: 'a-refresh-token' };
    assert.deepEqual(difference('openid offline_access read', 'read', deeds), ['', '']);
    assert.deepEqual(difference('openid offline_access read', 'read'), ['openid offline_access', '']);
  });
});

import assert from 'node:assert/strict';
import { cleanName, describeToken, nameOfToken } from '../../../../src/core/tokens/tokenNames';
import { readRecord, writeRecord } from '../../../../src/core/tokens/recordFormat';
import { unnamedToken, type TokenRecord } from '../../../../src/core/tokens/tokenRecord';

describe('a token’s name', () => {
  it('T8: stands before the label', () => {
    const named = { name: 'Work', label: 'ada@example.com' };
    assert.equal(nameOfToken(named), 'Work');
    assert.equal(describeToken(named), 'Work (ada@example.com)');
    assert.equal(describeToken({ label: 'ada@example.com' }), 'ada@example.com');
    assert.equal(describeToken({ name: 'Work', label: unnamedToken }), 'Work');
    assert.equal(nameOfToken({ label: unnamedToken }), unnamedToken);
  });

  const cases: readonly (readonly [string, string | undefined])[] = [
    ['  My   work ', 'My work'],
    ['', undefined],
    [' \t\u200b\u202e ', undefined],
    ['a\nb\u0000c', 'a b c'],
    ['[x](command:y)', '[x] (command:y)'],
    ['x'.repeat(100), 'x'.repeat(80)],
    [`${'x'.repeat(79)}😀😀`, `${'x'.repeat(79)}😀`],
  ];
  for (const [typed, kept] of cases) {
    it(`T8: ${JSON.stringify(typed.slice(0, 20))} is kept as ${JSON.stringify(kept?.slice(0, 20))}`, () => {
      assert.equal(cleanName(typed), kept);
    });
  }

  it('T8: is kept with the record, and gone when it is taken away', () => {
    const record: TokenRecord = {
      id: 'one',
      profile: 'demo',
      fingerprint: 'print',
      label: 'ada@example.com',
      obtainedAt: 2000,
      grantedAt: 1000,
      tokenSet: { accessToken: 'access-token-value', tokenType: 'Bearer' },
    };
    assert.deepEqual(readRecord(writeRecord({ ...record, name: 'Work' })), { ...record, name: 'Work' });
    assert.deepEqual(readRecord(writeRecord({ ...record, name: undefined })), record);
  });
});

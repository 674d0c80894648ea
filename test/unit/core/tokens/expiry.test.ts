import assert from 'node:assert/strict';
import { abbreviateExpiry, describeExpiry, expiry, isUsable } from '../../../../src/core/tokens/expiry';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const obtainedAt = Date.UTC(2026, 0, 1);
const hourToken = { obtainedAt, expiresAt: obtainedAt + HOUR };

describe('expiry', () => {
  it('tells valid, expiring, expired and unknown apart', () => {
    assert.equal(expiry(hourToken, obtainedAt), 'valid');
    assert.equal(expiry(hourToken, obtainedAt + 54 * MINUTE), 'valid');
    assert.equal(expiry(hourToken, obtainedAt + 56 * MINUTE), 'expiring');
    assert.equal(expiry(hourToken, obtainedAt + HOUR), 'expired');
    assert.equal(expiry({ obtainedAt, expiresAt: undefined }, obtainedAt + 1000 * HOUR), 'unknown');
  });

  it('does not call a token of one minute expiring from its first second', () => {
    const short = { obtainedAt, expiresAt: obtainedAt + MINUTE };
    assert.equal(expiry(short, obtainedAt + 1000), 'valid');
    assert.equal(expiry(short, obtainedAt + 50_000), 'expiring');
  });

  it('renews 30 seconds before the end, earlier than a request could take', () => {
    assert.equal(isUsable(hourToken, obtainedAt + HOUR - 31_000), true);
    assert.equal(isUsable(hourToken, obtainedAt + HOUR - 29_000), false);
    assert.equal(isUsable({ obtainedAt, expiresAt: undefined }, obtainedAt + 1000 * HOUR), true);
  });

  it('K4: a clock that was set back makes neither a refresh storm nor nonsense', () => {
    assert.equal(expiry(hourToken, obtainedAt - HOUR), 'valid');
    assert.equal(isUsable(hourToken, obtainedAt - HOUR), true);
  });

  const words: [number | undefined, string][] = [
    [undefined, 'expiry unknown'],
    [59 * MINUTE + 59_000, '59 min left'],
    [30_000, '< 1 min left'],
    [HOUR, '1 h left'],
    [90 * MINUTE, '1 h 30 min left'],
    [26 * HOUR, '26 h left'],
    [72 * HOUR, '3 days left'],
    [0, 'expired just now'],
    [-3 * MINUTE, 'expired 3 min ago'],
  ];
  for (const [left, text] of words) {
    it(`says “${text}”`, () => {
      assert.equal(describeExpiry(left === undefined ? undefined : obtainedAt + left, obtainedAt), text);
    });
  }

  it('says it shorter where there is little room', () => {
    const short = (left: number) => abbreviateExpiry(obtainedAt + left, obtainedAt);
    assert.deepEqual(
      [90, 1, 0.5, 0, -5].map((minutes) => short(minutes * MINUTE)),
      ['1 h 30 min', '1 min', '< 1 min', 'expired', 'expired'],
    );
    assert.equal(abbreviateExpiry(undefined, obtainedAt), 'expiry unknown');
  });
});

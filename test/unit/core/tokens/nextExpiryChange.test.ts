import assert from 'node:assert/strict';
import fc from 'fast-check';
import { abbreviateExpiry, expiry, nextExpiryChange } from '../../../../src/core/tokens/expiry';
import { hour, minute, start } from './exampleTokens';

describe('the next change of a token’s time', () => {
  const left = (milliseconds: number, lifetime = 24 * 365 * hour) => {
    const now = start + lifetime - milliseconds;
    const next = nextExpiryChange({ obtainedAt: start, expiresAt: start + lifetime }, now);
    return next === undefined ? undefined : next - now;
  };

  const table: readonly (readonly [string, number | undefined, number | undefined])[] = [
    ['within a minute: when it expires', left(30_000), 30_000],
    ['below an hour: with the minute', left(59 * minute + 10_000), 10_001],
    ['on a whole minute: just after it', left(42 * minute), 1],
    ['below ten hours: with the minute', left(9 * hour + 59 * minute + 5000), 5001],
    ['from ten hours on: with the hour', left(10 * hour + 7 * minute), 7 * minute + 1],
    ['from two days on: with the day', left(73 * hour), hour + 1],
    ['when the last five minutes begin', left(5 * minute + 100), 100],
    ['when the last fifth of a short life begins', left(3500, 10_000), 1500],
    ['never, once it has expired', left(0), undefined],
    ['never, when nobody knows', nextExpiryChange({ obtainedAt: 0, expiresAt: undefined }, 0), undefined],
  ];
  for (const [what, found, expected] of table) {
    it(`comes ${what}`, () => assert.equal(found, expected));
  }

  it('K10: until then words and state are the same, and then one of them is not', () => {
    const lifetimes = fc.integer({ min: 0, max: 100 * hour });
    fc.assert(
      fc.property(
        lifetimes,
        lifetimes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (lifetime, age, share) => {
          const token = { obtainedAt: start, expiresAt: start + lifetime };
          const now = start + age;
          const words = (time: number) => `${abbreviateExpiry(token.expiresAt, time)} ${expiry(token, time)}`;
          const next = nextExpiryChange(token, now);
          if (next === undefined) return assert.equal(expiry(token, now), 'expired');
          assert.ok(next > now);
          const between = Math.min(Math.floor(now + share * (next - now)), Math.ceil(next) - 1);
          assert.equal(words(between), words(now));
          assert.notEqual(words(Math.ceil(next)), words(now));
        },
      ),
    );
  });
});

import assert from 'node:assert/strict';
import { lifetimeOf } from '../../../../../src/core/protocol/token/lifetime';

const obtainedAt = Date.UTC(2026, 10, 23, 12);
const seconds = obtainedAt / 1000;
const jwt = (claims: unknown) =>
  `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

describe('B17: how long a token lives', () => {
  it('is what whoever gave it says, whatever the token says of itself', () => {
    assert.deepEqual(lifetimeOf(jwt({ exp: seconds + 60 }), obtainedAt + 1000, obtainedAt), {
      expiresAt: obtainedAt + 1000,
    });
  });

  it('is otherwise what a JWT says, which is marked', () => {
    for (const exp of [seconds + 1, seconds + 3600.5, seconds + 9 * 365 * 86_400]) {
      assert.deepEqual(lifetimeOf(jwt({ exp }), undefined, obtainedAt), {
        expiresAt: exp * 1000,
        expiryFrom: 'token',
      });
    }
  });

  const year = 365.25 * 86_400;
  for (const [title, token] of [
    ['is no JWT', 'opaque'],
    ['is encrypted', 'a.b.c.d.e'],
    ['has no exp', jwt({ iat: seconds })],
    ['expired before it came', jwt({ exp: seconds - 1 })],
    ['expires as it comes', jwt({ exp: seconds })],
    ['would live for more than ten years', jwt({ exp: seconds + 10 * year + 1 })],
    ['counts in milliseconds', jwt({ exp: obtainedAt + 3_600_000 })],
    ['has an exp that is text', jwt({ exp: String(seconds + 60) })],
    ['has an exp that is nothing', jwt({ exp: null })],
    ['is not of claims', jwt([seconds + 60])],
  ] as const) {
    it(`is unknown when the token ${title}`, () => {
      assert.deepEqual(lifetimeOf(token, undefined, obtainedAt), {});
    });
  }
});

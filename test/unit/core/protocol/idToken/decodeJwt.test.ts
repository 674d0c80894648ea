import assert from 'node:assert/strict';
import { decodeJwt } from '../../../../../src/core/protocol/idToken/decodeJwt';

const encode = (text: string | Buffer) => Buffer.from(text).toString('base64url');
const jwt = (payload: string | Buffer) => `${encode('{"alg":"none"}')}.${encode(payload)}.`;

describe('what a JWT says', () => {
  it('is read as UTF-8', () => {
    assert.deepEqual(decodeJwt(jwt('{"name":"Zoë 🗝️","exp":1}')), { name: 'Zoë 🗝️', exp: 1 });
  });

  const none: readonly (readonly [string, string])[] = [
    ['an opaque token', 'opaque'],
    ['nothing', ''],
    ['two parts', 'a.b'],
    ['five parts', 'a.b.c.d.e'],
    ['invalid base64', 'e30.%%%.x'],
    ['invalid UTF-8', jwt(Buffer.from([0x7b, 0xff, 0x7d]))],
    ['no JSON', jwt('{')],
    ['a list', jwt('[1]')],
    ['null', jwt('null')],
    ['a number', jwt('7')],
  ];
  for (const [what, token] of none) {
    it(`D19: ${what} is no JWT of claims`, () => assert.equal(decodeJwt(token), undefined));
  }

  it('D19: nothing that it holds throws, or reaches a prototype', () => {
    const claims = decodeJwt(
      jwt('{"__proto__":{"polluted":true},"exp":1e999,"iat":1e18,"n":9007199254740993}'),
    );
    assert.equal(claims?.exp, Infinity);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    assert.equal(claims.polluted, undefined);
    assert.ok(decodeJwt(jwt(JSON.stringify({ padding: 'x'.repeat(1_000_000) }))));
    assert.ok(decodeJwt(jwt(`{"deep":${'['.repeat(5000)}${']'.repeat(5000)}}`)));
  });
});

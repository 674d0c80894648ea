import assert from 'node:assert/strict';
import { renderComparable } from '../../../../../src/core/tokens/details/comparableToken';
import { renderTokenDetails, type TokenDetails } from '../../../../../src/core/tokens/details/tokenDetails';
import { describeInstant } from '../../../../../src/core/tokens/instants';
import type { TokenRecord } from '../../../../../src/core/tokens/tokenRecord';
import type { TokenSummary } from '../../../../../src/core/tokens/tokenStore';
import { exampleOf } from '../../profiles/exampleProfiles';
import { hour, jwtOf, minute, recordOf, start, summary } from '../exampleTokens';

const profile = exampleOf('authorization_code');
const secrets = {
  accessToken: 'the-access-token-itself',
  refreshToken: 'the-refresh-token-itself',
  idToken: jwtOf({ sub: '17', exp: start / 1000 + 60 }),
};

function details(record: TokenRecord, changes: Partial<TokenSummary> = {}): TokenDetails {
  const { expiresAt } = record.tokenSet;
  return { record, token: summary(record.id, { expiresAt, ...changes }), profile };
}

function render(from: TokenDetails, secretsShown = false, now = start + 10 * minute): string {
  return renderTokenDetails(from, { redact: (text) => text, now, secretsShown });
}

/** The value beside a name. */
function field(text: string, name: string): string | undefined {
  return new RegExp(`^${name}: +(.*)$`, 'm').exec(text)?.[1];
}

describe('a token’s details', () => {
  it('say what was granted against what was asked, what matters first', () => {
    const tokenSet = { scope: 'read extra', requestedScope: 'read write' };
    const text = render(details(recordOf(tokenSet), { notGranted: ['write'], grantedBeyond: ['extra'] }));
    assert.match(
      text,
      /# Scope\nNot granted: +write\nBeyond: +extra\nGranted: +read extra\nAsked for: +read write\n/,
    );
  });

  it('K10: say when it was got and when it ends, both by the clock and from now', () => {
    const text = render(details(recordOf({ expiresAt: start + hour })));
    assert.equal(field(text, 'Obtained'), `${describeInstant(start)} (10 min ago)`);
    assert.equal(field(text, 'Expires'), `${describeInstant(start + hour)} (50 min left)`);
    assert.equal(field(text, 'Lifetime'), '1 h, as the server said (expires_in)');
    assert.equal(field(text, 'State'), 'usable, 50 min left');
  });

  it('B17: say of an expiry that only the token knows that nobody verified it', () => {
    const text = render(details(recordOf({ expiresAt: start + hour, expiryFrom: 'token' })));
    assert.equal(field(text, 'Lifetime'), '1 h, as the token says (exp), not verified');
  });

  it('T8: say the name that a person gave', () => {
    const text = render(details(recordOf({}, { name: 'Work' })));
    assert.equal(field(text, 'Name'), 'Work');
  });

  it('B13: make up no lifetime', () => {
    const text = render(details(recordOf({})));
    assert.equal(field(text, 'Expires'), 'unknown: nobody said');
    assert.equal(field(text, 'Lifetime'), undefined);
  });

  it('K4: a clock that was set back makes no token of the future', () => {
    assert.equal(
      field(render(details(recordOf({})), false, start - hour), 'Obtained'),
      `${describeInstant(start)} (just now)`,
    );
  });

  it('say whether anything renews it', () => {
    const dead = recordOf({ expiresAt: start + minute });
    assert.equal(field(render(details(dead)), 'State'), 'expired; get a new one');
    const renewable = render(details(dead, { hasRefreshToken: true }));
    assert.equal(field(renewable, 'State'), 'expired; it is renewed when it is used');
    assert.equal(field(renewable, 'Refresh token'), 'yes');
  });

  it('hide the token, the refresh token, the ID token and the key', () => {
    const dpopKey = { kty: 'EC', d: 'the-private-key-itself' };
    const text = render(details(recordOf({ ...secrets, dpopKey, tokenType: 'DPoP' })));
    assert.equal(field(text, 'Access token'), '••• (23 characters)');
    assert.equal(field(text, 'Refresh token'), 'no');
    for (const secret of [...Object.values(secrets), dpopKey.d]) assert.ok(!text.includes(secret));
  });

  it('L13: show them when asked to, but for the key', () => {
    const dpopKey = { kty: 'EC', d: 'the-private-key-itself' };
    const text = render(details(recordOf({ ...secrets, dpopKey })), true);
    for (const secret of Object.values(secrets)) assert.ok(text.includes(secret));
    assert.ok(!text.includes(dpopKey.d));
  });

  it('D11: a JWT’s claims stand there with their meaning, as what nobody has checked', () => {
    const accessToken = jwtOf({ exp: start / 1000 + 3600, aud: ['a', 'b'], scp: 'read', own: { deep: [1] } });
    const text = render(details(recordOf({ accessToken })));
    assert.match(text, /Signature not checked: this is only what the token says\./);
    assert.ok(text.includes('  "alg": "RS256"  // how it is signed\n'));
    assert.ok(
      text.includes(
        `  "exp": ${start / 1000 + 3600}  // when it ends: ${describeInstant(start + hour)} (50 min left)\n`,
      ),
    );
    assert.ok(text.includes('  "aud": ["a","b"]  // whom it is for: no other API should take it\n'));
    assert.ok(text.includes('  "own": {"deep":[1]}\n'));
    assert.ok(!text.includes('c2lnbmF0dXJl'));
  });

  it('D11: an ID token says whether its signature was checked', () => {
    const { idToken } = secrets;
    const checked = render(details(recordOf({ idToken, idTokenSignature: 'checked' })));
    assert.match(checked, /# What the ID token says\nSignature checked when it came\./);
    const not = render(details(recordOf({ idToken, idTokenSignature: 'not_checked' })));
    assert.match(not, /# What the ID token says\nSignature not checked: this is only what the token says\./);
  });

  it('T15: what a server wrote stays in its line, and shows what is hidden in it', () => {
    const accessToken = jwtOf({ name: 'a\u202Eb\n# Scope\u{E0041}' });
    const text = render(
      details(recordOf({ accessToken, scope: 'read\n# Secrets' }, { label: 'a\u202Eb\r\nc' })),
    );
    assert.ok(text.includes('"name": "a\\u202eb\\n# Scope\\udb40\\udc41"'));
    assert.equal(field(text, 'Account'), 'a b c');
    assert.equal(field(text, 'Granted'), 'read # Secrets');
  });
});

describe('D19: details of what is no proper JWT', () => {
  const said = (accessToken: string) => {
    const text = render(details(recordOf({ accessToken })));
    return /# What the access token says\n([^]*)\n$/.exec(text)?.[1] ?? assert.fail(text);
  };
  const claims = (json: string) => said(jwtOf(json)).split('Claims\n')[1];

  const none: readonly (readonly [string, string, RegExp])[] = [
    ['an opaque token', 'opaque', /^Not a JWT/],
    ['a token with dots', 'a.b.c', /^Not a JWT/],
    ['two parts', 'e30.e30', /^Not a JWT/],
    ['five parts', `${jwtOf({})}.x.y`, /^Encrypted/],
    ['five parts of nothing', 'a.b.c.d.e', /^Not a JWT/],
    ['invalid base64', 'e30.%%%.x', /^Not a JWT/],
    ['invalid UTF-8', `e30.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.x`, /^Not a JWT/],
    ['a payload that is a list', jwtOf([1]), /^Not a JWT/],
    ['a header that is a list', jwtOf({}, [1]), /^Not a JWT/],
  ];
  for (const [what, token, expected] of none) it(what, () => assert.match(said(token), expected));

  it('__proto__ is a claim like any other', () => {
    assert.equal(
      claims('{"__proto__":{"a":1},"constructor":2}'),
      '  "__proto__": {"a":1}\n  "constructor": 2',
    );
  });
  it('numbers and dates beyond all measure are shown, not explained', () => {
    assert.equal(
      claims('{"exp":1e18,"iat":-1e300}'),
      '  "exp": 1000000000000000000  // when it ends\n  "iat": -1e+300  // when it was issued',
    );
    assert.equal(claims('{"n":1e999}'), '  "n": "a number too large to be read"');
  });
  it('a date that is text is no date', () => {
    assert.equal(claims('{"exp":"soon"}'), '  "exp": "soon"  // when it ends');
  });
  it('1 MB, and 5,000 levels', () => {
    assert.ok((claims(JSON.stringify({ padding: 'x'.repeat(1_000_000) })) ?? '').length < 5000);
    assert.match(claims(`{"deep":${'['.repeat(5000)}${']'.repeat(5000)}}`) ?? '', /…/);
  });
});

describe('tokens to compare', () => {
  const comparable = (accessToken: string, scope: string) =>
    renderComparable(details(recordOf({ accessToken, scope, requestedScope: scope })), (text) => text);

  it('are the same where only the order of what has none differs', () => {
    const one = comparable(jwtOf({ sub: 'x', scp: ['b', 'a'], o: { b: 1, a: [2, 1] } }), 'write read');
    const other = comparable(jwtOf({ o: { a: [2, 1], b: 1 }, scp: ['a', 'b'], sub: 'x' }), 'read,write');
    assert.equal(one, other);
  });

  it('differ in the one line of the scope that one of them has', () => {
    const lines = (text: string) => text.split('\n');
    const one = lines(comparable(jwtOf({ scope: 'a b c' }), 'a b c'));
    const other = lines(comparable(jwtOf({ scope: 'a c' }), 'a c'));
    assert.deepEqual(
      one.filter((line) => !other.includes(line)),
      ['  b', '  b', '    "b",'],
    );
    assert.deepEqual(
      other.filter((line) => !one.includes(line)),
      [],
    );
  });

  it('hold no secret', () => {
    const text = renderComparable(details(recordOf(secrets)), (value) => value);
    for (const secret of Object.values(secrets)) assert.ok(!text.includes(secret));
  });
});

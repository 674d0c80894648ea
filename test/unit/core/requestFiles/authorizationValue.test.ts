import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readAuthorization } from '../../../../src/core/requestFiles/authorizationValue';
import { httpYacPlaceholder, restClientPlaceholder } from '../../../../src/core/requestFiles/placeholders';

const read = (value: string, header = 'authorization') => readAuthorization(header, value);

describe('readAuthorization', () => {
  for (const value of ['', '  ', '\t']) {
    it(`knows ${JSON.stringify(value)} as nothing yet`, () =>
      assert.deepEqual(read(value), { kind: 'empty' }));
  }

  for (const value of ['B', 'Bea', 'Bearer', 'DPoP', 'basic', 'X-My-Scheme']) {
    it(`knows ${value} as a scheme that has no token yet`, () =>
      assert.deepEqual(read(value), { kind: 'scheme', scheme: value }));
  }

  for (const [value, scheme, token, tokenColumn] of [
    ['Bearer abc', 'Bearer', 'abc', 7],
    ['bearer   eyJhbGciOiJub25lIn0.e30.', 'bearer', 'eyJhbGciOiJub25lIn0.e30.', 9],
    ['DPoP abc.def', 'DPoP', 'abc.def', 5],
    ['Token token=abc', 'Token', 'token=abc', 6],
    ['Basic dXNlcjpwYXNz', 'Basic', 'dXNlcjpwYXNz', 6],
    ['Basic user pass word', 'Basic', 'user pass word', 6],
    ['eyJhbGciOiJub25lIn0.e30.', '', 'eyJhbGciOiJub25lIn0.e30.', 0],
    ['0123456789abcdef', '', '0123456789abcdef', 0],
    ['anOpaqueTokenOfLetters', '', 'anOpaqueTokenOfLetters', 0],
    ['Bearer {x', 'Bearer', '{x', 7],
  ] as const) {
    it(`knows ${value} as a token itself`, () =>
      assert.deepEqual(read(value), { kind: 'literal', scheme, token, tokenColumn }));
  }

  it('knows a token itself in another header, which needs no scheme', () => {
    assert.deepEqual(read('abc', 'X-Api-Key'), { kind: 'literal', scheme: '', token: 'abc', tokenColumn: 0 });
    assert.deepEqual(read('Key abc', 'x-api-key'), {
      kind: 'literal',
      scheme: 'Key',
      token: 'abc',
      tokenColumn: 4,
    });
    assert.equal(read('valetkey abc', 'x-api-key').kind, 'literal');
  });

  for (const [value, scheme, variable, isIndirect] of [
    ['Bearer {{$processEnv VALET_KEY_OKTA_DEV}}', 'Bearer', 'VALET_KEY_OKTA_DEV', false],
    ['{{ $processEnv   X }}', '', 'X', false],
    ['DPoP {{$processEnv %tokenName}}', 'DPoP', 'tokenName', true],
    [`Bearer ${restClientPlaceholder('okta-dev')}`, 'Bearer', 'VALET_KEY_OKTA_DEV', false],
  ] as const) {
    it(`knows the variable in ${value}`, () => {
      const found = read(value);
      assert.ok(found.kind === 'processEnv');
      assert.deepEqual([found.scheme, found.variable, found.isIndirect], [scheme, variable, isIndirect]);
      assert.match(value.slice(found.column, found.column + found.length), /^\{\{.*\}\}$/);
    });
  }

  for (const [value, profile] of [
    ['Bearer {{$auth.token("okta-dev")}}', 'okta-dev'],
    ["Bearer {{ $auth.token( 'okta dev' ) }}", 'okta dev'],
    [String.raw`{{$auth.token("a \"b\" \\ \u00fc")}}`, String.raw`a "b" \ ü`],
    [`Bearer ${httpYacPlaceholder('it’s "mine"')}`, 'it’s "mine"'],
  ] as const) {
    it(`knows the profile in ${value}`, () => {
      const found = read(value);
      assert.ok(found.kind === 'auth.token', found.kind);
      assert.equal(found.profile, profile);
    });
  }

  for (const [value, profile, profileColumn] of [
    ['valetkey okta-dev', 'okta-dev', 9],
    ['ValetKey   okta dev ', 'okta dev', 11],
    ['valetkey', '', 8],
  ] as const) {
    it(`knows the profile in ${value}`, () =>
      assert.deepEqual(read(value), { kind: 'valetkey', profile, profileColumn }));
  }

  for (const [value, scheme, text] of [
    ['Bearer {{token}}', 'Bearer', 'token'],
    ['{{authToken}}', '', 'authToken'],
    ['Bearer {{login.response.body.$.token}}', 'Bearer', 'login.response.body.$.token'],
    ['Bearer {{$auth.token(name)}}', 'Bearer', '$auth.token(name)'],
    ['Bearer {{$auth.idToken("x")}}', 'Bearer', '$auth.idToken("x")'],
    ['Bearer a{{b}}c', 'Bearer a', 'b'],
  ] as const) {
    it(`knows ${value} as a placeholder of another kind`, () => {
      const found = read(value);
      assert.ok(found.kind === 'placeholder', found.kind);
      assert.deepEqual([found.scheme, found.text], [scheme, text]);
    });
  }

  it('never throws, and says where a token stands, of any value', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('Authorization', 'X-Key'),
        (value, header) => {
          const found = readAuthorization(header, value);
          if (found.kind === 'literal') assert.ok(value.startsWith(found.token, found.tokenColumn));
          if ('column' in found) assert.ok(value.startsWith('{{', found.column));
        },
      ),
    );
  });

  it('finds the profile that httpYac’s placeholder was made of, of any name', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const found = read(`Bearer ${httpYacPlaceholder(name)}`);
        if (name.includes('}}')) return;
        assert.ok(found.kind === 'auth.token', found.kind);
        assert.equal(found.profile, name);
      }),
    );
  });

  it('law 15: reads a value that is made to take ages as fast as any other', () => {
    for (const hostile of [`{{${' '.repeat(50_000)}`, '{{'.repeat(50_000), '{{}}'.repeat(25_000)]) {
      assert.equal(read(hostile).kind, 'literal');
      assert.equal(read(`${hostile}}}{{x}}`).kind, 'placeholder');
    }
  });
});

import assert from 'node:assert/strict';
import {
  httpYacPlaceholder,
  restClientPlaceholder,
  variableNameOf,
} from '../../../../src/core/requestFiles/placeholders';
import { placeToken } from '../../../../src/core/requestFiles/tokenPlacement';

const bearer = { tokenType: 'Bearer', accessToken: 'abc' } as const;

describe('where a token goes', () => {
  it('R15: into the Authorization header with its type, where the profile says nothing else', () => {
    const standard = { kind: 'header', name: 'Authorization', value: 'Bearer abc' };
    assert.deepEqual(placeToken({}, bearer), standard);
    assert.deepEqual(placeToken(undefined, bearer), standard);
    assert.equal(placeToken({}, { ...bearer, tokenType: 'DPoP' }).value, 'DPoP abc');
  });

  it('R15: under another name, with another prefix, or with none', () => {
    const own = { tokenHeader: 'X-Api-Token', tokenPrefix: 'Token' };
    assert.deepEqual(placeToken(own, bearer), { kind: 'header', name: 'X-Api-Token', value: 'Token abc' });
    assert.equal(placeToken({ tokenPrefix: '' }, bearer).value, 'abc');
  });

  it('L16: into the query only where the profile says so', () => {
    assert.deepEqual(placeToken({ tokenQueryParameter: 'access_token' }, bearer), {
      kind: 'query',
      name: 'access_token',
      value: 'abc',
    });
  });
});

describe('placeholders', () => {
  it('R7: a variable is named after its profile in upper case, every other character as _', () => {
    assert.equal(variableNameOf('okta-dev'), 'VALET_KEY_OKTA_DEV');
    assert.equal(variableNameOf('Straße 1.ä'), 'VALET_KEY_STRASSE_1__');
    assert.match(variableNameOf('a😀b'), /^\w+$/);
    assert.equal(restClientPlaceholder('okta-dev'), '{{$processEnv VALET_KEY_OKTA_DEV}}');
  });

  it('R8: a name with quotes stays one text', () => {
    assert.equal(httpYacPlaceholder('okta-dev'), '{{$auth.token("okta-dev")}}');
    assert.equal(httpYacPlaceholder('a "b" \\'), '{{$auth.token("a \\"b\\" \\\\")}}');
  });
});

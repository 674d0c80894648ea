import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  TokenMarks,
  profileOfScheme,
  referencesIn,
  replaceReferences,
  type TokenReference,
} from '../../../../../src/core/feeds/httpYac/tokenReferences';
import { httpYacPlaceholder, restClientPlaceholder } from '../../../../../src/core/requestFiles/placeholders';

const byProfile = (name: string): TokenReference => ({ by: 'profile', name });

describe('references to tokens in a request file', () => {
  it('R8: both quotes, none, and blanks anywhere', () => {
    for (const text of [
      '{{$auth.token("a b")}}',
      "{{$auth.token('a b')}}",
      '{{ $auth.token ( "a b" ) }}',
      'Bearer {{$auth.token("a b")}} ',
    ]) {
      assert.deepEqual(referencesIn(text), [byProfile('a b')], text);
    }
    assert.deepEqual(referencesIn('{{$auth.token(okta-dev)}}'), [byProfile('okta-dev')]);
    assert.deepEqual(referencesIn('{{$processEnv VALET_KEY_A}}'), [{ by: 'variable', name: 'VALET_KEY_A' }]);
  });

  it('R8: nothing that only looks like one', () => {
    for (const text of [
      '{{$auth.idToken("a")}}',
      '{{auth.token("a")}}',
      '{{$processEnv PATH}}',
      '{{$processEnv %VALET_KEY_A}}',
      '{$auth.token("a")}',
      '{{$auth.token("a)}}',
      '',
    ]) {
      assert.deepEqual(referencesIn(text), [], text);
    }
  });

  it('R8: what Valet Key inserts is read back, whatever a profile is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        assert.deepEqual(referencesIn(httpYacPlaceholder(name)), [byProfile(name)]);
        assert.equal(referencesIn(restClientPlaceholder(name)).length, 1);
      }),
    );
  });

  it('R8: the scheme names its profile up to the end of the line', () => {
    assert.equal(profileOfScheme('valetkey okta dev '), 'okta dev');
    assert.equal(profileOfScheme(' ValetKey\tx'), 'x');
    for (const other of ['valetkey', 'valetkeyx y', 'Bearer valetkey x', undefined, ['valetkey x']])
      assert.equal(profileOfScheme(other), undefined);
  });
});

describe('marks that stand for tokens', () => {
  const marks = new TokenMarks('0123456789abcdef');

  it('R8: are found again in a URL, a form, a host name and beside any text, and change nothing else', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), fc.boolean(), (name, around, isVariable) => {
        const reference: TokenReference = { by: isVariable ? 'variable' : 'profile', name };
        const mark = marks.of(reference);
        assert.equal(encodeURIComponent(mark), mark);
        assert.deepEqual(marks.referencesIn(`${around}${mark}ab${mark}`), [reference, reference]);
        assert.deepEqual(marks.referencesIn(`${around}${mark}`.toLowerCase()), [reference]);
        assert.equal(
          marks.fill(`${around}${mark}ab`, () => '$&'),
          `${around}$&ab`,
        );
      }),
    );
  });

  it('G8: none of another window, or of a file, is one', () => {
    const other = new TokenMarks('fedcba9876543210').of(byProfile('okta-dev'));
    assert.equal(marks.isIn(other), false);
    assert.deepEqual(marks.referencesIn(other), []);
  });

  it('R8: what is not replaced stays as it is written', () => {
    const text = 'a {{$auth.token("x")}} {{ $auth.token( "y" ) }} {{z}}';
    const replaced = replaceReferences(text, ({ name }) => (name === 'x' ? '$1' : undefined));
    assert.equal(replaced, 'a $1 {{ $auth.token( "y" ) }} {{z}}');
  });
});

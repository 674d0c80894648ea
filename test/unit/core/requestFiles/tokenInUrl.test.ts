import assert from 'node:assert/strict';
import { isQueryParameterOf, urlsInCurl, variablesInUrl } from '../../../../src/core/requestFiles/tokenInUrl';

const token = '{{$processEnv VALET_KEY_A}}';

describe('a token in a URL', () => {
  for (const [url, parameter] of [
    [`https://a.example/?t=${token}`, 't'],
    [`https://a.example/?x=1&t={{ $processEnv VALET_KEY_A }}&y=2`, 't'],
    [`https://a.example/{{$guid ?&#}}?t=${token}#z`, 't'],
    [`{{host}}/x?t=${token}`, 't'],
    [`https://a.example/?t=x${token}`, undefined],
    [`https://a.example/?t=${token}x`, undefined],
    [`https://a.example/?${token}`, undefined],
    [`https://a.example/?u=t=${token}`, undefined],
    [`https://a.example/?to=https://evil.example/?t=${token}`, undefined],
    [`https://a.example/?to=https://evil.example/%3Ft=${token}`, undefined],
    [`https://a.example/${token}`, undefined],
    [`https://a.example/x&t=${token}`, undefined],
    [`https://a.example/#?t=${token}`, undefined],
    [`https://a.example/?x#&t=${token}`, undefined],
    [`https://${token}.a.example/`, undefined],
  ] as const)
    it(`L16: ${url} has it ${parameter === undefined ? 'where none belongs' : 'as a parameter'}`, () => {
      assert.deepEqual(variablesInUrl(url, []), [{ variable: 'VALET_KEY_A', parameter }]);
    });

  it('L16: is found through variables of the file, percent-encoded too, and is then no parameter', () => {
    const variables = [
      { name: 'a', value: '{{b}}' },
      { name: 'b', value: token },
    ];
    for (const name of ['a', '%b']) {
      assert.deepEqual(variablesInUrl(`https://a.example/?t={{${name}}}`, variables), [
        { variable: 'VALET_KEY_A', parameter: undefined },
      ]);
    }
    assert.deepEqual(variablesInUrl('https://a.example/?t={{c}}', variables), []);
  });

  it('L16: in a curl command, the words that can be URLs', () => {
    assert.deepEqual(
      urlsInCurl(
        `curl -H "Authorization: Bearer ${token}" -d 'u=a/b&t=${token}' --url=https://a.example/?t=${token} '{{host}}/${token}' "a.example:80?x=${token}" -u me:${token}`,
      ),
      [`--url=https://a.example/?t=${token}`, `{{host}}/${token}`, `a.example:80?x=${token}`],
    );
  });

  it('L16: belongs where the profile says, and nowhere where it says nothing', () => {
    const profile = { tokenQueryParameter: 'a[b]' };
    assert.deepEqual(
      ['a[b]', 'a%5Bb%5D', 'a', undefined].map((parameter) => isQueryParameterOf(profile, parameter)),
      [true, true, false, false],
    );
    assert.equal(isQueryParameterOf({}, 'access_token'), false);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { environmentVariablesIn } from '../../../../src/core/requestFiles/environmentVariables';

describe('the environment variables of a request', () => {
  it('are found in its URL, headers and body, each once', () => {
    const lines = [
      'GET https://api.example.com/?key={{ $processEnv VALET_KEY_B }}',
      'Authorization: Bearer {{$processEnv VALET_KEY_A}}',
      'X-More: {{$processEnv VALET_KEY_A}}{{$processEnv HOME}}',
      '',
      '{"token": "{{$processEnv VALET_KEY_C}}"}',
    ];
    assert.deepEqual(environmentVariablesIn(lines, []), [
      'VALET_KEY_B',
      'VALET_KEY_A',
      'HOME',
      'VALET_KEY_C',
    ]);
  });

  it('are found through variables of the file that it uses, and no others', () => {
    const variables = [
      { name: 'token', value: 'overwritten' },
      { name: 'token', value: '{{$processEnv VALET_KEY_A}}' },
      { name: 'auth', value: 'Bearer {{token}}' },
      { name: 'unused', value: '{{$processEnv VALET_KEY_B}}' },
    ];
    assert.deepEqual(environmentVariablesIn(['Authorization: {{auth}}'], variables), ['VALET_KEY_A']);
    assert.deepEqual(environmentVariablesIn(['X: {{%token}}'], variables), ['VALET_KEY_A']);
    assert.deepEqual(environmentVariablesIn(['X: {{unknown}} {{$guid}}'], variables), []);
  });

  it('may stand in circles, and in what only looks like one', () => {
    const variables = [
      { name: 'a', value: '{{b}}' },
      { name: 'b', value: '{{a}} {{$processEnv X}}' },
    ];
    assert.deepEqual(environmentVariablesIn(['{{a}}'], variables), ['X']);
    for (const text of ['{{$processEnv}}', '{{$processEnv %key}}', '{{$processEnv  X}}', '{$processEnv X}'])
      assert.deepEqual(environmentVariablesIn([text], []), [], text);
    // Cut at the first character that is none of a name's, as the neighbours do.
    assert.deepEqual(environmentVariablesIn(['{{$processEnv MY-VAR}}'], []), ['MY']);
  });

  it('are looked for in any text whatever', () => {
    const text = fc.string({ unit: fc.constantFrom('{', '}', '$', ' ', 'a', '%', '$processEnv ') });
    fc.assert(
      fc.property(fc.array(text), text, (lines, value) => {
        environmentVariablesIn(lines, [{ name: 'a', value }]);
      }),
    );
  });
});

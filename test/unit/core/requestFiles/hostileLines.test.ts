import assert from 'node:assert/strict';
import { profileOfScheme } from '../../../../src/core/feeds/httpYac/tokenReferences';
import { curlCommand } from '../../../../src/core/requestFiles/curl';
import { draftRequest } from '../../../../src/core/requestFiles/curlRequest';
import { environmentVariablesIn } from '../../../../src/core/requestFiles/environmentVariables';
import { placeholdersIn } from '../../../../src/core/requestFiles/placeholders';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { restClientRequestAt } from '../../../../src/core/requestFiles/restClientRequest';

/** So long that what takes the square of it never ends. */
const many = 1_000_000;
const blanks = ' '.repeat(many);

// Of each it matters that it ends: a file that is opened is read while nothing else goes on.
describe('lines that are written to keep the reader busy', () => {
  for (const [what, line] of [
    ['blanks within a header', `a: x${blanks}y`],
    ['blanks after the name of a header', `Authorization: Bearer${blanks}x${blanks}y`],
    ['blanks within metadata', `# @name x${blanks}y`],
    ['blanks within a variable', `@a = x${blanks}y`],
    ['blanks within a URL', `GET https://a.example/${blanks}y`],
    ['blanks within what goes on with a URL', `?a${blanks}y`],
    ['blanks after the word of a script', `{{@js${blanks}y`],
    ['a curl command of one word', `curl ${'a'.repeat(many)}`],
    ['an environment variable without an end', `X: {{$processEnv VALET_KEY_${'A'.repeat(many)}`],
  ] as const) {
    it(`L5: ${what}`, () => {
      const texts = [line, '', '###', 'GET https://b.example', line, '', line];
      const lines = { lineCount: texts.length, lineAt: (at: number) => texts[at] ?? '' };
      const file = RequestFile.parse(lines);
      assert.equal(file.requestAt(3)?.requestLine, 3);
      assert.equal(restClientRequestAt(lines, 'http', 3)?.line, 3);
      assert.deepEqual(environmentVariablesIn(texts, file.variables), []);
      const [request] = file.requestsBetween(3, 3);
      assert.match(curlCommand(draftRequest(file, request ?? assert.fail(), lines)), /^curl/);
    });
  }

  for (const part of ['{{', '{{@js', '< {%', '/*']) {
    it(`L5: many “${part}”, which have no end`, () => {
      for (const first of ['GET https://a.example', 'POST https://a.example\n', '']) {
        const texts = [...first.split('\n'), ...Array.from({ length: many / 5 }, () => part)];
        const file = RequestFile.parse({ lineCount: texts.length, lineAt: (at) => texts[at] ?? '' });
        assert.equal(file.requestAt(0)?.requestLine, first === '' ? undefined : 0);
      }
    });
  }

  it('L5: many placeholders that are begun and not ended, and a scheme with blanks', () => {
    assert.deepEqual(
      [...placeholdersIn(`{{a}}{{}}${'{{'.repeat(many)}`)],
      [
        { start: 0, end: 5 },
        { start: 5, end: 9 },
      ],
    );
    assert.equal(profileOfScheme(` valetkey a${blanks}b `)?.length, many + 2);
  });
});

import assert from 'node:assert/strict';
import { profileOfScheme } from '../../../../src/core/feeds/httpYac/tokenReferences';
import { curlCommand } from '../../../../src/core/requestFiles/curl';
import { draftRequest } from '../../../../src/core/requestFiles/curlRequest';
import { environmentVariablesIn } from '../../../../src/core/requestFiles/environmentVariables';
import { placeholdersIn } from '../../../../src/core/requestFiles/placeholders';
import { RequestFile, resolveUrl } from '../../../../src/core/requestFiles/requestFile';
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

  /** Reads an address and what a curl command of the request would hold; says how much memory that took, in MB. */
  function readAll(variables: readonly string[], request: readonly string[]) {
    const texts = [...variables, '###', ...request];
    const lines = { lineCount: texts.length, lineAt: (at: number) => texts[at] ?? '' };
    const file = RequestFile.parse(lines);
    const at = variables.length + 1;
    const found = file.requestAt(at) ?? assert.fail();
    const before = process.memoryUsage().heapUsed;
    const ours = resolveUrl(file, found);
    const restClients = restClientRequestAt(lines, 'http', at)?.url;
    const growth = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    return { ours, restClients, growth, draft: draftRequest(file, found, lines) };
  }

  for (const [what, variables, url] of [
    ['a long one, often', [`@a = ${'a'.repeat(many)}`], '{{a}}'.repeat(3_900)],
    ['one that is long enough once', [`@a = ${'a'.repeat(many)}`], '{{a}}'],
    [
      'those that multiply each other',
      ['@a0 = aaaaaaaaaa', ...Array.from({ length: 9 }, (_, n) => `@a${n + 1} = ${`{{a${n}}}`.repeat(10)}`)],
      '{{a9}}',
    ],
  ] as const) {
    it(`L5: variables that make a request long, ${what}, take no memory, and nobody knows where it goes`, () => {
      const { ours, restClients, growth, draft } = readAll(variables, [
        `GET https://a.example/${url}`,
        'X: y',
        '',
        'b',
      ]);
      assert.deepEqual([ours, restClients], [undefined, undefined]);
      assert.ok(growth < 50, `${growth} MB`);
      assert.ok(draft.url.length < 2 * many, String(draft.url.length));
    });
  }

  it('L5: variables that multiply nothing are each looked at once', () => {
    const nothing = Array.from({ length: 10 }, (_, n) => `@a${n + 1} = ${`{{a${n}}}`.repeat(100)}`);
    const { restClients } = readAll(['@a0 = \\', ...nothing], ['GET https://a.example/{{a10}}']);
    assert.equal(restClients, 'https://a.example/');
  });

  it('R15: a long variable is put into a body that is copied', () => {
    const { ours, draft } = readAll(
      [`@a = ${'a'.repeat(100_000)}`],
      ['POST https://a.example', '', '[{{a}},{{a}}]'],
    );
    assert.equal(ours, 'https://a.example');
    assert.equal(draft.body?.length, 200_003);
  });

  it('L5: a chain of variables as long as one likes is gone through, and a circle ends', () => {
    const chain = Array.from({ length: 200_000 }, (_, n) => ({ name: `a${n}`, value: `{{a${n + 1}}}` }));
    const end = { name: 'a200000', value: '{{$processEnv VALET_KEY_A}}{{a0}}' };
    assert.deepEqual(environmentVariablesIn(['{{a0}}'], [...chain, end]), ['VALET_KEY_A']);
    const variables = [...chain, end].map(({ name, value }) => `@${name} = ${value}`);
    const { ours, restClients } = readAll(variables, ['GET https://{{a0}}/']);
    assert.deepEqual([ours, restClients], [undefined, undefined]);
  });
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { ValetKeyError } from '../../../../src/core/errors';
import { curlCommand, type CurlRequest } from '../../../../src/core/requestFiles/curl';

/** The arguments that a real shell gives to curl. */
function argumentsIn(commands: readonly string[]): string[][] {
  const script = `curl() { printf '%s\\0' "$@"; printf 'end of command\\0'; }\n${commands.join('\n')}\n`;
  const words = execFileSync('sh', ['-s'], { input: script, encoding: 'utf8' }).split('\0').slice(0, -1);
  const found: string[][] = [[]];
  for (const word of words) {
    if (word === 'end of command') found.push([]);
    else found.at(-1)?.push(word);
  }
  return found.slice(0, -1);
}

const given = (request: CurlRequest) => argumentsIn([curlCommand(request)])[0] ?? [];

/** What every request of these tests has. */
const request = { url: 'https://api.example/orders', headers: [] };

describe('a request as a curl command', () => {
  it('says what the request says, and no more', () => {
    assert.deepEqual(given(request), ['--url', request.url]);
    assert.deepEqual(
      given({
        method: 'PUT',
        url: 'https://api.example/orders/1?x=1&y=2',
        headers: [
          { name: 'authorization', value: 'Bearer abc.def' },
          { name: 'content-type', value: 'application/json' },
        ],
        body: '{\n  "name": "it\'s"\n}',
      }),
      [
        ...['--request', 'PUT', '--url', 'https://api.example/orders/1?x=1&y=2'],
        ...['--header', 'authorization: Bearer abc.def', '--header', 'content-type: application/json'],
        ...['--data-raw', '{\n  "name": "it\'s"\n}'],
      ],
    );
  });

  it('reads well: one option a line', () => {
    const headers = [{ name: 'Authorization', value: 'Bearer abc' }];
    assert.equal(
      curlCommand({ ...request, headers }),
      "curl \\\n  --url 'https://api.example/orders' \\\n  --header 'Authorization: Bearer abc'",
    );
  });

  for (const [what, changes, expected] of [
    [
      'a POST is what a body makes of it',
      { method: 'POST', body: 'a' },
      ['Content-Type:', '--data-raw', 'a'],
    ],
    ['a GET keeps its body', { method: 'GET', body: 'a' }, ['--request', 'GET']],
    ['a HEAD waits for no body', { method: 'HEAD' }, ['--head']],
    ['an empty header is sent', { headers: [{ name: 'X-Empty', value: '' }] }, ['--header', 'X-Empty;']],
    ['brackets of a URL are no ranges', { url: 'https://a.example/?q[]={1}' }, ['--globoff']],
    ['a placeholder stays', { url: 'https://{{host}}/x' }, ['--globoff', '--url', 'https://{{host}}/x']],
    ['a body that begins with @ is no file', { body: '@/etc/passwd' }, ['--data-raw', '@/etc/passwd']],
    ['a space in a URL is encoded', { url: 'https://a.example/a b' }, ['--url', 'https://a.example/a%20b']],
  ] as const) {
    it(what, () => {
      const words = given({ ...request, ...changes });
      const at = words.indexOf(expected[0]);
      assert.deepEqual(words.slice(at, at + expected.length), expected, words.join(' '));
    });
  }

  for (const [what, changes] of [
    ['a header of two lines', { headers: [{ name: 'X', value: 'a\r\nEvil: b' }] }],
    ['a header whose name is a file', { headers: [{ name: '@/etc/passwd', value: '' }] }],
    ['a method that is an option', { method: '-o x' }],
    ['a NUL', { body: 'a\0b' }],
  ] as const) {
    it(`B10: refuses ${what}`, () => {
      assert.throws(() => curlCommand({ ...request, ...changes }), ValetKeyError);
    });
  }

  it('L5: what would be commands of a terminal, when pasted, is there as numbers alone', () => {
    const evil = 'a\u001b[201~\ncurl evil\u009b\u007f\rb';
    const command = curlCommand({ ...request, body: evil });
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(command, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    assert.equal(given({ ...request, body: evil }).at(-1), evil);
  });

  it('B10, L5: whatever its parts are, they arrive as they are, and nothing else does', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 }).map((value) => value.replaceAll('\0', ''));
    const nasty = fc.constantFrom(
      "'",
      '"',
      '$(id)',
      '`id`',
      '\\',
      '\n',
      '!',
      '--output',
      ' ',
      "'\\''",
      '\u001b',
      '#',
    );
    const anything = fc.array(fc.oneof(text, nasty), { maxLength: 6 }).map((parts) => parts.join(''));
    const oneLine = anything.map((value) => value.replaceAll(/[\r\n]/g, '').trim());
    // Drawn first, and given to one shell together.
    const cases = fc.sample(fc.record({ path: anything, value: oneLine, body: anything }), 500);
    const commands = cases.map(({ path, value, body }) =>
      curlCommand({ url: `https://a.example/${path}`, headers: [{ name: 'Authorization', value }], body }),
    );
    for (const [index, words] of argumentsIn(commands).entries()) {
      const { path, value, body } = cases[index] ?? assert.fail();
      const sent = words.filter((word) => word !== '--globoff');
      assert.equal(sent[0], '--url');
      assert.doesNotMatch(sent[1] ?? '', /\s/);
      assert.equal(comparable(sent[1] ?? ''), comparable(`https://a.example/${path}`));
      assert.deepEqual(sent.slice(2, 4), [
        '--header',
        value === '' ? 'Authorization;' : `Authorization: ${value}`,
      ]);
      assert.deepEqual(sent.slice(4), body === '' ? [] : ['--header', 'Content-Type:', '--data-raw', body]);
    }
    assert.equal(argumentsIn(commands).length, cases.length);
  });
});

/** Without the difference between a character and its percent-encoded form, in which alone a URL may change. */
function comparable(url: string): string {
  return encodeURI(url).replaceAll(/%25([0-9A-F]{2})/g, '%$1');
}

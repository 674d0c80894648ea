import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import { argumentsFor } from '../../../../src/node/browsers/startProgram';

const url = 'http://127.0.0.1:49152/start/Zm9yLXRoaXMtdGVzdC1vbmx5';
const words = (...args: string[]) => ({ program: 'firefox', arguments: args });

describe('what a browser is started with', () => {
  for (const [args, expected] of [
    [[], [url]],
    [
      ['-P', 'a b "c"'],
      ['-P', 'a b "c"', url],
    ],
    [
      ['{url}', '--after'],
      [url, '--after'],
    ],
    [['--app={url}'], [`--app=${url}`]],
    [
      ['{url}', 'x{url}{url}'],
      [url, `x${url}${url}`],
    ],
  ] as const) {
    it(`${JSON.stringify(args)} and the address`, () => {
      assert.deepEqual(argumentsFor(words(...args), url), expected);
    });
  }

  it('takes an address byte for byte, whatever it means elsewhere', () => {
    const strange = "https://a.example/$&$1$$'/?q=%20%22&x=(1)*;!'#~";
    assert.deepEqual(argumentsFor(words('--app={url}'), strange), [`--app=${strange}`]);
  });

  for (const hostile of [
    '--flag',
    '-P',
    ' http://127.0.0.1/',
    'http://127.0.0.1/a b',
    'http://127.0.0.1/"x',
    'http://127.0.0.1/`x`',
    'http://127.0.0.1/\\x',
    'http://127.0.0.1/\nx',
    'http://127.0.0.1/|calc',
    'http://127.0.0.1/ü',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'vscode://x/y',
    '//h/x',
    'http:',
    '',
  ]) {
    it(`C9: is nothing for ${JSON.stringify(hostile)}, which is no web address`, () => {
      assert.throws(
        () => argumentsFor(words('{url}'), hostile),
        (error) => error instanceof ValetKeyError && error.code === 'browser_not_opened',
      );
    });
  }
});

import assert from 'node:assert/strict';
import { lastWords } from '../../../../src/core/sources/lastWords';

const plain = (text: string) => text;

describe('the last words of a program', () => {
  for (const [title, errors, expected] of [
    ['nothing', ' \n\r\n', ''],
    ['one line', 'ERROR: Please run az login.\n', 'ERROR: Please run az login.'],
    ['the last three of many lines', 'a\nb\r\n\nc\nd\n', 'b c d'],
    ['colours of a terminal', '\u001b[31;1mred\u001b[0m alert', 'red alert'],
    ['control and bidirectional characters', 'a\u0007b\u202ec', 'a b c'],
    ['a link that would run a command', '[x](command:y)', '[x] (command:y)'],
    [
      'a correlation id, which helps',
      'id 0b3a5c5e-8f0e-4a0b-9a38-5d9e1a2b3c4d',
      'id 0b3a5c5e-8f0e-4a0b-9a38-5d9e1a2b3c4d',
    ],
    [
      'a path, which helps',
      '/home/me/GoogleCloud4711/credentialsStore/x',
      '/home/me/GoogleCloud4711/credentialsStore/x',
    ],
    ['what looks like a credential', 'bad gho_16C7e42F292c6912E7710c838347Ae178B4a!', 'bad •••!'],
    ['one in quotes', 'token="ya29.a0AfB_byC1d2E3f4G5h6I7j8"', 'token="•••"'],
  ] as const) {
    it(title, () => assert.equal(lastWords(errors, plain), expected));
  }

  it('are redacted before they are cut, so that no half of a secret is left', () => {
    const secret = 'a secret phrase';
    const errors = `${secret} ${'x'.repeat(390)}`;
    const words = lastWords(errors, (text) => text.replaceAll(secret, '•••'));
    assert.doesNotMatch(words, /secret|phrase/);
    assert.ok(words.length <= 402);
  });

  it('are found in a long text in no time', () => {
    const before = performance.now();
    lastWords(`${'aA'.repeat(10_000)}\n${'a1.'.repeat(5000)}`, plain);
    assert.ok(performance.now() - before < 2000);
  });
});

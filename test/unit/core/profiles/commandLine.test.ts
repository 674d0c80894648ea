import assert from 'node:assert/strict';
import { splitCommandLine } from '../../../../src/core/profiles/commandLine';

describe('a command as it is typed', () => {
  for (const [line, words] of [
    ['gh auth token', ['gh', 'auth', 'token']],
    ['  az\taccount  get-access-token ', ['az', 'account', 'get-access-token']],
    ['"C:\\Program Files\\x.exe" /c', ['C:\\Program Files\\x.exe', '/c']],
    [`x --query 'a "b"' --name="c d"e`, ['x', '--query', 'a "b"', '--name=c de']],
    [`x "it's" ''`, ['x', "it's", '']],
    ['x $HOME | y', ['x', '$HOME', '|', 'y']],
    ['', []],
    ['x "y', undefined],
    ["x y' z", undefined],
  ] as const) {
    it(line === '' ? 'nothing' : line, () => assert.deepEqual(splitCommandLine(line), words));
  }
});

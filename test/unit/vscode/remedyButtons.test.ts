import assert from 'node:assert/strict';
import { remedies } from '../../../src/core/errors';
import { commands } from '../../../src/vscode/ids';
import { remedyButtons } from '../../../src/vscode/remedyButtons';

describe('remedies', () => {
  it('X1: every one has a button of its own, but for trying again, which is no command', () => {
    assert.deepEqual(
      Object.keys(remedyButtons).sort(),
      remedies.filter((remedy) => remedy !== 'try_again').sort(),
    );
    const titles = Object.values(remedyButtons).map(({ title }) => title);
    assert.equal(new Set(titles).size, titles.length);
  });

  it('every button runs a command that exists', () => {
    const ids: readonly string[] = Object.values(commands);
    for (const { command } of Object.values(remedyButtons)) assert.ok(ids.includes(command), command);
  });
});

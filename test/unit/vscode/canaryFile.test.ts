import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canaryFile } from '../../../src/vscode/canaryFile';

describe('the file of the canary', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'valet-key-canary-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('H4: outlives a window, in a folder that the editor has not made yet', async () => {
    const storage = path.join(folder, 'not', 'there');
    assert.equal(await canaryFile(storage).read(), undefined);
    await canaryFile(storage).write('hash');
    assert.equal(await canaryFile(storage).read(), 'hash');
    await canaryFile(storage).remove();
    await canaryFile(storage).remove();
    assert.equal(await canaryFile(storage).read(), undefined);
  });

  it('H13: a folder that cannot be read is not an empty one', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    await assert.rejects(canaryFile(path.join(folder, 'file')).read());
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canaryFile } from '../../../src/vscode/canaryFile';

describe('the file of the canary', () => {
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'valet-key-canary-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('H4: outlives a window, in a folder that the editor has not made yet', async () => {
    const storage = path.join(folder, 'not', 'there');
    const file = () => canaryFile(storage, 'here');
    assert.equal(await file().read(), undefined);
    await file().write('hash');
    assert.equal(await file().read(), 'hash');
    await file().remove();
    await file().remove();
    assert.equal(await file().read(), undefined);
  });

  it('H4: tells the computers apart that work in the same folder over SSH, whatever they are called', async () => {
    await canaryFile(folder, '../a/b').write('of a');
    assert.equal(await canaryFile(folder, '../a/c').read(), undefined);
    await canaryFile(folder, '../a/c').write('of c');
    assert.equal(await canaryFile(folder, '../a/b').read(), 'of a');
    assert.equal(readdirSync(folder).length, 2);
  });

  it('H13: a folder that cannot be read is not an empty one', async () => {
    writeFileSync(path.join(folder, 'file'), '');
    await assert.rejects(canaryFile(path.join(folder, 'file'), 'here').read());
  });
});

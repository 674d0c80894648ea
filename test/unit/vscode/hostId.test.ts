import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHostId } from '../../../src/vscode/hostId';

describe('host id', () => {
  let folder: string;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'valet-key-')), 'not', 'there', 'yet');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is the same for all windows, those included that start at the same moment', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => readHostId(folder)));
    assert.equal(new Set(ids).size, 1);
    assert.equal(await readHostId(folder), ids[0]);
    assert.deepEqual(await readdir(folder), ['host-id'], 'no draft is left');
  });

  it('a damaged file is an error, not a new id that orphans every token', async () => {
    const id = await readHostId(folder);
    await writeFile(join(folder, 'host-id'), 'damaged');
    await assert.rejects(readHostId(folder));
    await writeFile(join(folder, 'host-id'), `${id}\n`);
    assert.equal(await readHostId(folder), id);
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHostId } from '../../../src/vscode/hostId';

describe('host id', () => {
  let root: string;
  let folder: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'valet-key-'));
    folder = join(root, 'not', 'there', 'yet');
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is the same for all windows, those included that start at the same moment', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => readHostId(folder)));
    assert.equal(new Set(ids).size, 1);
    assert.equal(await readHostId(folder), ids[0]);
    assert.deepEqual(await readdir(folder), ['host-id'], 'no draft is left');
  });

  it('survives a line ending that an editor added', async () => {
    const id = await readHostId(folder);
    await writeFile(join(folder, 'host-id'), `${id}\n`);
    assert.equal(await readHostId(folder), id);
  });

  it('a damaged file is replaced, so that tokens can be kept again', async () => {
    await readHostId(folder);
    await writeFile(join(folder, 'host-id'), '');
    const id = await readHostId(folder);
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.equal(await readHostId(folder), id);
    assert.deepEqual(await readdir(folder), ['host-id'], 'no draft is left');
  });

  it('a folder that cannot be made is an error', async () => {
    await readHostId(folder);
    await assert.rejects(readHostId(join(folder, 'host-id', 'below-a-file')));
  });
});

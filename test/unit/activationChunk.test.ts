import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { projectFolder } from '../support/projectFolder';

/** What the build of the extension wrote down about its chunks. */
const { outputs } = JSON.parse(
  readFileSync(path.join(projectFolder, 'out', 'metafile.json'), 'utf8'),
) as Metafile;

/** The sources in a chunk and in all that it imports at once; not what it imports when that is needed. */
function sourcesLoadedWith(chunk: string, seen = new Set<string>()): string[] {
  const output = outputs[chunk];
  if (output === undefined || seen.has(chunk)) return [];
  seen.add(chunk);
  const imported = output.imports.filter(({ kind }) => kind !== 'dynamic-import');
  return [...Object.keys(output.inputs), ...imported.flatMap((one) => sourcesLoadedWith(one.path, seen))];
}

function chunkOf(entryPoint: string): string {
  const found = Object.entries(outputs).find(([, output]) => output.entryPoint === entryPoint);
  assert.ok(found, `no chunk begins at ${entryPoint}`);
  return found[0];
}

describe('the chunk of the engine', () => {
  it('leaves the reader of PKCS#12 files until there is one', () => {
    const isReader = (source: string) => source.includes('node_modules/node-forge/');
    assert.deepEqual(sourcesLoadedWith(chunkOf('src/engine.ts')).filter(isReader), []);
    assert.ok(sourcesLoadedWith(chunkOf('src/node/keys/pkcs12.ts')).some(isReader));
  });
});

describe('the chunk that activation loads', () => {
  const atActivation = sourcesLoadedWith('dist/extension.js');

  for (const folder of [
    'node_modules/axios/',
    'node_modules/oauth4webapi/',
    'src/core/grants/',
    'src/core/protocol/',
    'src/node/',
  ]) {
    it(`holds nothing of ${folder}`, () => {
      assert.ok(atActivation.includes('src/extension.ts'));
      assert.deepEqual(
        atActivation.filter((source) => source.includes(folder)),
        [],
      );
    });

    it(`leaves ${folder} to the engine's`, () => {
      const withEngine = sourcesLoadedWith(chunkOf('src/engine.ts'));
      assert.ok(withEngine.some((source) => source.includes(folder)));
    });
  }
});

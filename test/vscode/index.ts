// What an extension host loads to run the suites: it calls run().
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../support/projectFolder';
import { runMocha } from '../support/runMocha';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

const testLimitMs = 60_000;

/** Rejects when a test failed, as VS Code expects. */
export async function run(): Promise<void> {
  const failures = await runMocha({
    resultsFile: readSuiteEnvironment().resultsFile,
    testLimitMs,
    load: async (mocha) => {
      mocha.suite.emit('pre-require', globalThis, '', mocha); // defines describe and it
      for (const name of suiteNames()) await import(`./${name}.test.ts`);
    },
  });
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** Read from the sources, so that no list can lack one. esbuild put every file that the import can name here. */
function suiteNames(): string[] {
  const suffix = '.test.ts';
  return readdirSync(path.join(projectFolder, 'test', 'vscode'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .sort();
}

// node out/test/mocha.js <suite>: runs out/test/<suite>/**/*.test.js and writes out/results/<suite>.json.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './support/projectFolder';
import { runMocha } from './support/runMocha';

const testLimitMs = 120_000;
/** A click in a browser on a shared machine can miss: that is seen, and does not fail the run unless it happens twice. */
const browserRetries = 1;
const leftOpenLimitMs = 10_000;

async function main(suite: string): Promise<void> {
  const folder = path.join(projectFolder, 'out', 'test', suite);
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const failures = await runMocha({
    resultsFile: path.join(projectFolder, 'out', 'results', `${suite}.json`),
    testLimitMs,
    retries: suite === 'e2e' ? browserRetries : 0,
    load: async (mocha) => {
      for (const file of files.sort()) {
        if (file.endsWith('.test.js')) mocha.addFile(path.join(folder, file));
      }
      await mocha.loadFilesAsync();
    },
  });
  process.exitCode = failures > 0 ? 1 : 0;
  // Does not keep the process alive, so it speaks only when a test left something open that does.
  setTimeout(() => {
    console.error(`Left open by the tests: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, leftOpenLimitMs).unref();
}

void main(process.argv[2] ?? 'unit');

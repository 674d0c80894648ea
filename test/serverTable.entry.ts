// node out/test/serverTable.js: writes docs/servers.md from the last run of the interop suite. On CI the page in the
// repository must be that already.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { onCi } from './support/continuousIntegration';
import { projectFolder } from './support/projectFolder';
import { serverTablePage } from './support/serverTablePage';
import type { SuiteResults } from './support/suiteResults';

const results = path.join(projectFolder, 'out', 'results', 'interop.json');
const page = path.join(projectFolder, 'docs', 'servers.md');

async function main(): Promise<void> {
  if (!existsSync(results))
    throw new Error('The interop suite left no results, so there is nothing to write.');
  const { failures, pending, proofs } = JSON.parse(readFileSync(results, 'utf8')) as SuiteResults;
  if (failures.length + pending.length > 0) {
    console.log('docs/servers.md stays as it is: not every interop test passed.');
    return;
  }
  const config = await resolveConfig(page);
  const text = await format(serverTablePage(proofs), { ...config, filepath: page });
  if (existsSync(page) && readFileSync(page, 'utf8') === text) return;
  if (onCi) {
    throw new Error('docs/servers.md is not what this run proved: run `npm run test:interop` and commit it.');
  }
  writeFileSync(page, text);
  console.log('docs/servers.md was written anew.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

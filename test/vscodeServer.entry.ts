// node out/test/vscodeServer.js <version>: runs the suites of test/vscode inside a VS Code server.
import { createWriteStream } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { launchChromium } from './support/chromium';
import { projectFolder } from './support/projectFolder';
import { signIn } from './support/signIn';
import { startSuiteSurroundings } from './support/suiteSurroundings';
import { installVsCodeServer, vsCodeVersions, type VsCodeVersion } from './support/vscodeServer/install';
import { runInExtensionHost } from './support/vscodeServer/runInExtensionHost';
import { startVsCodeServer } from './support/vscodeServer/start';

const timeLimitMs = 5 * 60_000;

async function main(version: VsCodeVersion): Promise<number> {
  const suite = `vscode-${version}`;
  const results = path.join(projectFolder, 'out', 'results');
  // Kept to be read after a failure, and to be searched for secrets.
  const keptLogs = path.join(results, `${suite}-logs`);
  await rm(keptLogs, { recursive: true, force: true });
  await mkdir(keptLogs, { recursive: true });
  const workbenchLog = createWriteStream(path.join(keptLogs, 'workbench.log'));
  const installed = await installVsCodeServer(version, console.log);
  const surroundings = await startSuiteSurroundings(suite);
  const { environment, workspaceFolder, extensionDevelopmentPath, extensionTestsPath } = surroundings;
  const server = await startVsCodeServer({ installed, environment });
  const browser = await launchChromium();
  try {
    return await runInExtensionHost({
      browser,
      url: server.url({ folder: workspaceFolder, extensionDevelopmentPath, extensionTestsPath }),
      report: console.log,
      onWorkbenchLog: (line) => workbenchLog.write(`${line}\n`),
      onPage: signIn,
      screenshot: path.join(results, `${suite}.png`),
      timeLimitMs,
    });
  } finally {
    await browser.close();
    await cp(server.logsDir, keptLogs, { recursive: true });
    await server.stop();
    await surroundings.stop();
  }
}

const version = vsCodeVersions.find((known) => known === process.argv[2]) ?? '1.139';
main(version).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

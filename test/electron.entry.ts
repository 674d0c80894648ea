// node out/test/electron.js: runs the suites of test/vscode inside the desktop VS Code, the lowest and the newest
// version, or the one that VSCODE_EXECUTABLE_PATH names.
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { startSuiteSurroundings } from './support/suiteSurroundings';

/** @throws Error one sentence when it cannot be had. */
async function download(version: string): Promise<string> {
  try {
    return await downloadAndUnzipVSCode(version);
  } catch (error) {
    throw new Error(
      `VS Code (${version}) could not be downloaded (${error instanceof Error ? error.message : String(error)}): ` +
        'set VSCODE_EXECUTABLE_PATH to an installed one, or use `npm run test:vscode`, which needs only npm.',
      { cause: error },
    );
  }
}

async function run(suite: string, vscodeExecutablePath: string): Promise<void> {
  const surroundings = await startSuiteSurroundings(suite);
  const { environment, workspaceFolder, extensionDevelopmentPath, extensionTestsPath } = surroundings;
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath,
      extensionTestsPath,
      extensionTestsEnv: environment,
      launchArgs: [workspaceFolder, '--disable-extensions', '--disable-workspace-trust'],
    });
  } finally {
    await surroundings.stop();
  }
}

async function main(): Promise<void> {
  const named = process.env.VSCODE_EXECUTABLE_PATH;
  if (named) return run('electron', named);
  for (const version of ['1.105.1', 'stable']) await run(`electron-${version}`, await download(version));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startAuthorizationServer } from './authorizationServer';
import { startDemoApi } from './demoApi';
import { projectFolder } from './projectFolder';
import { toEnvironment } from './suiteEnvironment';
import { testCertificates } from './tlsFixtures';

export interface SuiteSurroundings {
  /** For the process of the extension host; see readSuiteEnvironment. */
  readonly environment: Record<string, string>;
  /** An empty folder to open as the workspace. */
  readonly workspaceFolder: string;
  readonly resultsFile: string;
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  stop(): Promise<void>;
}

/** Starts what the suites of test/vscode need around them, in whichever VS Code they run. */
export async function startSuiteSurroundings(suite: string): Promise<SuiteSurroundings> {
  const resultsFile = path.join(projectFolder, 'out', 'results', `${suite}.json`);
  const workspaceFolder = await mkdtemp(path.join(tmpdir(), 'valet-key-workspace-'));
  const authorityFile = path.join(await mkdtemp(path.join(tmpdir(), 'valet-key-authority-')), 'ca.pem');
  await writeFile(authorityFile, testCertificates.ca);
  const authorizationServer = await startAuthorizationServer();
  const api = await startDemoApi(authorizationServer);
  const { issuer, clients } = authorizationServer;
  return {
    environment: {
      ...toEnvironment({ resultsFile, issuer, clients, apiUrl: api.url }),
      // Node reads it when it starts.
      NODE_EXTRA_CA_CERTS: authorityFile,
    },
    workspaceFolder,
    resultsFile,
    extensionDevelopmentPath: projectFolder,
    extensionTestsPath: path.join(projectFolder, 'out', 'test', 'vscode', 'index.js'),
    stop: async () => {
      await Promise.all([api.stop(), authorizationServer.stop()]);
      for (const folder of [workspaceFolder, path.dirname(authorityFile)])
        await rm(folder, { recursive: true, force: true });
    },
  };
}

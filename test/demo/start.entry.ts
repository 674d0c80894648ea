/**
 * `npm start`: the demo in an editor of its own. `npm start -- --headless`: the same job done by itself, in a headless
 * browser; the exit code is 0 only if the demo API answered 200.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listenOnLoopback } from '../support/httpServers';
import { installVsCodeServer } from '../support/vscodeServer/install';
import { startVsCodeServer } from '../support/vscodeServer/start';
import { unpackExtension } from '../support/vscodeServer/unpackExtension';
import { unpackHttpYac } from '../support/httpYac/unpackHttpYac';
import { unpackRestClient } from '../support/restClient/unpackRestClient';
import { findDesktop, openDesktop } from './desktop';
import { runHeadless } from './headless';
import { demoService, startDemoServers, type DemoServers } from './servers';
import { createWorkspace } from './workspace';

/** One folder for all that the demo and what it starts write, temporary files and browser profiles included. */
const folder = mkdtempSync(path.join(tmpdir(), 'valet-key-demo-'));
process.env.TMPDIR = process.env.TEMP = process.env.TMP = folder;

async function main(): Promise<void> {
  const servers = await startDemoServers();
  const workspace = path.join(folder, 'demo');
  createWorkspace(workspace, servers.api.url);

  const headless = process.argv.includes('--headless');
  const desktop = headless ? undefined : findDesktop();
  if (desktop !== undefined) {
    explain(servers, 'opens in a window of its own; close it to stop the demo');
    return openDesktop(desktop, workspace, path.join(folder, 'user-data'), servers.userSettings);
  }

  const installed = await installVsCodeServer('1.139', (line) => console.log(`  ${line}`));
  const extensionsDir = path.join(folder, 'extensions');
  unpackExtension(extensionsDir);
  for (const neighbour of [unpackRestClient(extensionsDir), unpackHttpYac(extensionsDir)])
    console.log(`  with ${neighbour}`);
  const server = await startVsCodeServer({
    installed,
    userSettings: servers.userSettings,
    extensionsDir,
    withoutTestDriver: true,
  });
  const url = server.url({ folder: workspace, openFile: path.join(workspace, 'requests.http') });
  if (headless) {
    console.log('\n  Valet Key, from no token to an answered request\n');
    await runHeadless(url, workspace, servers);
    console.log(`\n  Pictures of each step are in ${path.join('out', 'demo')}.\n`);
    return;
  }
  explain(servers, await shortAddress(url));
  await new Promise(() => undefined); // until Ctrl+C
}

/** An address that fits a terminal's line and leads to `url`. */
async function shortAddress(url: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(302, { location: url }).end());
  return `http://127.0.0.1:${await listenOnLoopback(server)}/`;
}

function explain({ person }: DemoServers, editor: string): void {
  console.log(`
  Valet Key demo

  Editor     ${editor}
  Sign in    user name ${person.username}, password ${person.password}
  Service    profile ${demoService.clientId}, client secret ${demoService.clientSecret}

  1. Press F1, run “Valet Key: Get New Access Token”, and choose “demo”.
  2. In requests.http, put the cursor into a request, and run “Valet Key: Insert Bearer Header”.
  3. Save, and press F1, “Tasks: Run Build Task” to send it.
  4. Open feeds.http: its requests hold no token, and get one when they are sent.

  Ctrl+C stops everything.
`);
}

function leave(exitCode: number): never {
  // Added last, so that what we started has been ended by then and writes no more.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  process.exit(exitCode);
}

process.once('SIGINT', () => leave(130));
process.once('SIGTERM', () => leave(143));
process.once('SIGHUP', () => leave(129));
main().then(
  () => leave(0),
  (error: unknown) => {
    console.error(`\n  ${error instanceof Error ? error.message : String(error)}\n`);
    leave(1);
  },
);

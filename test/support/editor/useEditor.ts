import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import { createWorkspace } from '../../demo/workspace';
import {
  startAuthorizationServer,
  type AuthorizationServer,
  type AuthorizationServerOptions,
} from '../authorizationServer';
import { launchChromium } from '../chromium';
import { startDemoApi, type DemoApi } from '../demoApi';
import { projectFolder } from '../projectFolder';
import { forgetSecrets, registerSecret, scanForSecrets } from '../secrets';
import { installVsCodeServer } from '../vscodeServer/install';
import { startVsCodeServer, type RunningVsCodeServer } from '../vscodeServer/start';
import { unpackExtension } from '../vscodeServer/unpackExtension';
import { EditorWindow } from './editorWindow';

/** The editor's own history of a file into which a person put a header holds that header. */
const userSettings = { 'workbench.localHistory.exclude': { '**/requests.http': true } };

const installLimitMs = 10 * 60_000;
const pictures = path.join(projectFolder, 'out', 'results', 'e2e');

export interface WindowSetup {
  /** The person's profiles. */
  readonly profiles: Readonly<Record<string, unknown>>;
  /** Other settings of the person. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Files of the workspace beside the demo's, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The name of a `.code-workspace` among these files: it is opened instead of the folder. */
  readonly workspaceFile?: string;
  /** Does more to the folder of the workspace, before the window opens. */
  readonly prepare?: (workspace: string) => Promise<void>;
}

export interface EditorOptions extends AuthorizationServerOptions {
  /** Whether the workbench asks if a folder is to be trusted, and trusts none until a person says so. */
  readonly workspaceTrust?: boolean;
  /** Puts other extensions beside ours, into their folder. */
  readonly unpackMore?: (extensionsFolder: string) => void;
  /** Added to the environment of VS Code and of its extensions. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a test file has around it: an editor, an authorization server with its API, and a browser. */
export interface Editor {
  readonly server: AuthorizationServer;
  readonly api: DemoApi;
  /** Opens a window in a browser of its own, with these settings in place. One a test. */
  open(setup: WindowSetup): Promise<EditorWindow>;
}

interface Surroundings {
  readonly folder: string;
  readonly vscode: RunningVsCodeServer;
  readonly browser: Browser;
  readonly server: AuthorizationServer;
  readonly api: DemoApi;
  /** The person's settings before a test adds to them. */
  readonly baseSettings: Readonly<Record<string, unknown>>;
}

/**
 * Gives the tests of a `describe` an editor, and adds a last one: that none of them left a secret in a file, a log, the
 * browser's storage or around the editor. A failed test leaves a picture in `out/results/e2e/`.
 */
export function useEditor(options: EditorOptions = {}): Editor {
  let surroundings: Surroundings | undefined;
  let current: EditorWindow | undefined;
  let searched = 0;
  const leaks: unknown[] = [];
  const started = () => surroundings ?? fail();

  before(async function () {
    this.timeout(installLimitMs);
    surroundings = await start(options);
  });

  afterEach(async function () {
    const window = current;
    if (window === undefined) return;
    current = undefined;
    try {
      // One that is tried again is in no state.
      if (this.currentTest?.state !== 'passed' && this.currentTest !== undefined)
        await takePictures(window.context, this.currentTest.fullTitle());
      await scan(started(), window);
      searched += 1;
    } catch (leak) {
      leaks.push(leak);
    } finally {
      await window.context.close();
      forgetSecrets();
    }
  });

  after(async () => {
    if (surroundings === undefined) return;
    const { browser, vscode, api, server, folder } = surroundings;
    await browser.close();
    await vscode.stop();
    await Promise.all([api.stop(), server.stop()]);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  // Mocha runs what is nested after what is not.
  describe('afterwards', () => {
    it('H1, L10: no code, token, verifier or client secret lies anywhere it does not belong', () => {
      assert.notEqual(searched + leaks.length, 0);
      if (leaks.length > 0) throw leaks[0];
    });
  });

  return {
    get server() {
      return started().server;
    },
    get api() {
      return started().api;
    },
    open: async (setup) => {
      current = await openWindow(started(), setup);
      return current;
    },
  };
}

function fail(): never {
  throw new Error('The editor is there only while tests run.');
}

async function start({
  workspaceTrust = false,
  unpackMore,
  environment = {},
  ...options
}: EditorOptions): Promise<Surroundings> {
  const folder = await mkdtemp(path.join(tmpdir(), 'valet-key-e2e-'));
  const extensionsDir = path.join(folder, 'extensions');
  unpackExtension(extensionsDir);
  unpackMore?.(extensionsDir);
  const installed = await installVsCodeServer('1.139', console.log);
  const server = await startAuthorizationServer(options);
  const api = await startDemoApi(server);
  const vscode = await startVsCodeServer({
    installed,
    extensionsDir,
    userSettings,
    workspaceTrust,
    withoutTestDriver: true,
    environment,
  });
  const settingsText = await readFile(settingsFileOf(vscode), 'utf8');
  const baseSettings = JSON.parse(settingsText) as Record<string, unknown>;
  return { folder, vscode, browser: await launchChromium(), server, api, baseSettings };
}

/** The settings are written before the window opens: VS Code does not notice it when they change behind its back. */
async function openWindow(
  { folder, vscode, browser, api, baseSettings }: Surroundings,
  { profiles, settings: others = {}, files = {}, workspaceFile = '', prepare }: WindowSetup,
): Promise<EditorWindow> {
  const settingsFile = settingsFileOf(vscode);
  const settings = { ...baseSettings, ...others, 'valetKey.profiles': profiles };
  await writeFile(settingsFile, JSON.stringify(settings, undefined, 2));
  const workspace = await mkdtemp(path.join(folder, 'workspace-'));
  createWorkspace(workspace, api.url);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(workspace, name)), { recursive: true });
    await writeFile(path.join(workspace, name), text);
  }
  await prepare?.(workspace);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'], // a person is asked once
  });
  const window = await EditorWindow.open(context, {
    url: traced(vscode.url({ folder: path.join(workspace, workspaceFile) })),
    workspace,
    settingsFile,
  });
  if (workspaceFile !== '') await window.waitForFolders();
  return window;
}

function settingsFileOf({ userDataDir }: RunningVsCodeServer): string {
  return path.join(userDataDir, 'User', 'settings.json');
}

/** A window whose log of Valet Key holds everything, since that is what is searched for secrets (L10). */
function traced(windowUrl: string): string {
  const url = new URL(windowUrl);
  const payload = JSON.parse(url.searchParams.get('payload') ?? '[]') as unknown[];
  url.searchParams.set('payload', JSON.stringify([...payload, ['logLevel', 'valetkey.valet-key:trace']]));
  return url.href;
}

async function takePictures(context: BrowserContext, title: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  const name = title.replaceAll(/[^\w]+/g, '-').slice(0, 100);
  for (const [index, page] of context.pages().entries()) {
    await page.screenshot({ path: path.join(pictures, `${name}-${index}.png`) });
  }
}

/** Fails for a secret of this test in any place but the request file, into which a header was put on purpose. */
async function scan({ server, vscode, folder }: Surroundings, window: EditorWindow): Promise<void> {
  const { clients, issued, requests } = server;
  const verifiers = requests.map(({ form }) => form.get('code_verifier') ?? '').filter(Boolean);
  const secrets = [clients.webApp, clients.webAppBasic, clients.service].map((client) => client.clientSecret);
  for (const secret of [...secrets, ...issued, ...verifiers]) registerSecret(secret);
  const logs = await readdir(vscode.logsDir, { recursive: true });
  assert.ok(
    logs.some((file) => file.endsWith('Valet Key.log')),
    'There is no log of Valet Key to search.',
  );
  const { workspace } = window.places;
  const workspaceCopy = path.join(folder, 'scanned');
  await cp(workspace, workspaceCopy, { recursive: true, filter: (file) => file !== window.requestFile });
  const storage = JSON.stringify(await window.context.storageState({ indexedDB: true }));
  scanForSecrets({
    texts: { 'around the editor': await window.surroundings(), 'the browser’s storage': storage },
    folders: [vscode.userDataDir, workspaceCopy],
  });
  await rm(workspaceCopy, { recursive: true });
}

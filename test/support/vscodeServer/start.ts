import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startProcess } from '../childProcess';
import { freePort } from '../httpServers';
import { startFront } from './front';
import type { InstalledVsCodeServer } from './install';

export interface StartOptions {
  readonly installed: InstalledVsCodeServer;
  /** Members of the person's settings.json, beside those that keep the workbench quiet. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** Whether the workbench asks if a folder is to be trusted. Otherwise each one is. */
  readonly workspaceTrust?: boolean;
  /** A folder of unpacked extensions; otherwise an empty one. */
  readonly extensionsDir?: string;
  /**
   * A window as a person has it: extensions come from `extensionsDir` alone, and notifications show as toasts. Windows
   * for tests take extensions from their sources, and the workbench then keeps every toast in its notification center.
   */
  readonly withoutTestDriver?: boolean;
  /** Added to the environment of the server, which its extension hosts share. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Hears what the server prints. */
  readonly onOutput?: (text: string) => void;
}

export interface WindowOptions {
  /** Absolute path of the folder to open, or of the `.code-workspace` file that names several. */
  readonly folder: string;
  /** Absolute path of a file to show at first. */
  readonly openFile?: string;
  /** Absolute path of an extension to load from its sources. */
  readonly extensionDevelopmentPath?: string;
  /** Absolute path of a module whose `run()` the extension host calls. */
  readonly extensionTestsPath?: string;
}

export interface RunningVsCodeServer {
  /** The address of a window to open in a browser. */
  url(options: WindowOptions): string;
  /** Holds `User/settings.json`. */
  readonly userDataDir: string;
  /** Where VS Code writes its logs, those of extensions too. */
  readonly logsDir: string;
  /** Ends the server with all that it started, and removes what it wrote. */
  stop(): Promise<void>;
}

/**
 * No welcome page and no chat panel: both would cover what a test or a screenshot is about. No saving by itself, which
 * is the default in a browser alone.
 */
const quietSettings = {
  'files.autoSave': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
};

/** An empty marketplace: the workbench asks nobody for extensions and their updates. */
const noGallery = { EXTENSIONS_GALLERY: '{}' };

const startLimitMs = 60_000;

/** Starts a VS Code server of its own, with an empty profile, on free ports of 127.0.0.1. */
export async function startVsCodeServer(options: StartOptions): Promise<RunningVsCodeServer> {
  const serverDataDir = await mkdtemp(path.join(tmpdir(), 'valet-key-vscode-'));
  const userDataDir = path.join(serverDataDir, 'data');
  const userFolder = path.join(userDataDir, 'User');
  await mkdir(userFolder, { recursive: true });
  await writeFile(
    path.join(userFolder, 'settings.json'),
    JSON.stringify({ ...quietSettings, ...options.userSettings }, undefined, 2),
  );
  // There before the workbench is: it watches this file only then.
  const machineSettings = path.join(userDataDir, 'Machine', 'settings.json');
  await mkdir(path.dirname(machineSettings), { recursive: true });
  await writeFile(machineSettings, '{}');
  const port = await freePort();
  let output = '';
  const server = startProcess(
    options.installed.nodeExecutable,
    [
      options.installed.serverMain,
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--server-data-dir', serverDataDir],
      ...['--extensions-dir', options.extensionsDir ?? path.join(serverDataDir, 'extensions')],
      '--without-connection-token',
      '--accept-server-license-terms',
      '--disable-telemetry',
      ...(options.withoutTestDriver ? [] : ['--enable-smoke-test-driver']),
      ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
    ],
    {
      env: { ...ownEnvironment(), ...noGallery, ...options.environment },
      onOutput: (text) => {
        output = (output + text).slice(-4_000);
        options.onOutput?.(text);
      },
    },
  );
  const removeEverything = async () => {
    await server.stop();
    await rm(serverDataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await Promise.race([
      answers(`http://127.0.0.1:${port}/version`),
      server.ended.then((exitCode) => {
        throw new Error(`The VS Code server ended with ${String(exitCode)}:\n${output}`);
      }),
    ]);
    const front = await startFront(port);
    return {
      url: (window) => windowUrl(front.port, window),
      userDataDir,
      logsDir: path.join(userDataDir, 'logs'),
      stop: async () => {
        await front.close();
        await removeEverything();
      },
    };
  } catch (error) {
    await removeEverything();
    throw error;
  }
}

function windowUrl(port: number, { folder, ...paths }: WindowOptions): string {
  const payload = Object.entries(paths).map(([name, file]) => [
    name,
    `vscode-remote://127.0.0.1:${port}${file}`,
  ]);
  const kind = folder.endsWith('.code-workspace') ? 'workspace' : 'folder';
  const query = new URLSearchParams({ [kind]: folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}

/** Ours without what a terminal inside VS Code adds: it would lead the server to that other VS Code. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) return;
    await delay(100);
  }
  throw new Error(`The VS Code server did not answer within ${startLimitMs / 1000} s.`);
}

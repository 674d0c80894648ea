import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectFolder } from '../projectFolder';
import { FileSecretStore } from './fileSecretStore';
import type { OpenedLink } from '../../../src/core/signIn/callbackLink';
import type { WindowMessage, WindowTask } from './messages';

type Kind = WindowMessage['kind'];
type Told<K extends Kind> = Extract<WindowMessage, { kind: K }>;

/** A process that plays a window. */
export interface TestWindow {
  /** The next message of one of these kinds. @throws Error when the process ends before */
  next<K extends Kind>(...kinds: readonly K[]): Promise<Told<K>>;
  /** Has it want a token; see `next`. */
  want(at?: number): void;
  /** Wants a token, and waits for what comes of it. */
  ask(): Promise<Told<'token' | 'failure'>>;
  /** Another window has changed a secret. */
  changed(secret: string): void;
  /** A link that opens the editor lands in it. */
  open(link: OpenedLink): void;
  /** `kill -9`, and waits for its end. */
  kill(): Promise<void>;
  /** Tells it that nobody needs it any more. @returns its exit code, once it has ended by itself */
  leave(): Promise<number | null>;
}

/** Folders that windows share. */
export interface SharedFolders {
  readonly secretsFolder: string;
  readonly storageFolder: string;
  /** The files of the locks that are held, or were left behind. */
  locks(): Promise<readonly string[]>;
  /** The secret store as one sees it who comes later. */
  secrets(): FileSecretStore;
  open(task: Omit<WindowTask, 'secretsFolder' | 'storageFolder'>): Promise<TestWindow>;
  /** Ends what is left of the windows, and removes the folders. */
  remove(): Promise<void>;
}

export async function shareFolders(): Promise<SharedFolders> {
  const folder = await mkdtemp(path.join(tmpdir(), 'valet-key-windows-'));
  const secretsFolder = path.join(folder, 'secrets');
  const storageFolder = path.join(folder, 'storage');
  const windows: TestWindow[] = [];
  return {
    secretsFolder,
    storageFolder,
    locks: () => readdir(path.join(storageFolder, 'locks')).catch(() => []),
    secrets: () => new FileSecretStore(secretsFolder, { flushMs: 0 }),
    open: async (task) => {
      const window = startWindow({ ...task, secretsFolder, storageFolder });
      windows.push(window);
      await window.next('ready');
      return window;
    },
    remove: async () => {
      await Promise.all(windows.map((window) => window.kill()));
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function startWindow(task: WindowTask): TestWindow {
  const program = path.join(projectFolder, 'out', 'test', 'support', 'windows', 'window.js');
  const child = fork(program, [JSON.stringify(task)], { execArgv: ['--enable-source-maps'] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const next = async <K extends Kind>(...kinds: readonly K[]): Promise<Told<K>> =>
    new Promise((resolve, reject) => {
      const end = () =>
        settle(() => reject(new Error(`The window ended before it said ${kinds.join(' or ')}.`)));
      const hear = (message: WindowMessage) => {
        if ((kinds as readonly Kind[]).includes(message.kind)) settle(() => resolve(message as Told<K>));
      };
      const settle = (done: () => void) => {
        child.off('message', hear).off('exit', end);
        done();
      };
      child.on('message', hear).on('exit', end);
    });
  const want = (at = Date.now()) => void child.send({ at });
  return {
    next,
    want,
    ask: () => {
      const told = next('token', 'failure');
      want();
      return told;
    },
    changed: (secret) => void child.send({ secret }),
    open: (link) => void child.send({ link }),
    kill: async () => {
      if (isOver()) return;
      child.kill('SIGKILL');
      await ended;
    },
    leave: async () => {
      child.disconnect();
      return (await ended)[0];
    },
  };
}

import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runToEnd } from './childProcess';

/** One apt-get at a time on this machine, whichever of our processes and trees runs it: flock frees it at any end. */
const turn = path.join(tmpdir(), 'valet-key-apt-get.lock');

const patience = 300;

/** Runs apt-get, after whoever else does, and returns what it printed. @throws Error with its output when it fails */
export function aptGet(args: readonly string[], options: { readonly cwd?: string } = {}): Promise<string> {
  const command = ['apt-get', '--quiet', '--option', `DPkg::Lock::Timeout=${patience}`, ...args];
  return runToEnd('flock', [turn, ...command], {
    ...options,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    timeLimitMs: 10 * 60_000,
  });
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

export function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { homedir } from 'node:os';
import type { Readable } from 'node:stream';
import type { ProgramRun, Programs } from '../core/ports';

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** What is kept of the error output: only its last lines are shown. */
const MAX_ERROR_BYTES = 16 * 1024;
/** What a program that is asked to end has for tidying up. */
const GRACE_MILLISECONDS = 1000;
/** What processes that a program left behind have for letting go of its output. */
const DRAIN_MILLISECONDS = 500;

const isWindows = process.platform === 'win32';

/** Runs programs by themselves: no shell reads the command, and no workspace is where they run. */
export function createPrograms(): Programs {
  return {
    run: (command, maxOutputBytes, signal) =>
      signal.aborted
        ? Promise.resolve({ kind: 'stopped', errors: '' })
        : run(command, maxOutputBytes, signal),
  };
}

function run(command: readonly string[], maxOutputBytes: number, signal: AbortSignal): Promise<ProgramRun> {
  const child = start(command);
  if ('kind' in child) return Promise.resolve(child);
  return new Promise((resolve) => {
    let output = Buffer.alloc(0);
    let errors = Buffer.alloc(0);
    let isStopping = false;
    let timer: NodeJS.Timeout | undefined;

    const stop = () => {
      if (isStopping) return;
      isStopping = true;
      endGroup(child, 'SIGTERM');
      timer = setTimeout(() => endGroup(child, 'SIGKILL'), GRACE_MILLISECONDS);
    };
    const finish = (result: ProgramRun) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(result);
    };
    signal.addEventListener('abort', stop, { once: true });

    child.stdout.on('data', (chunk: Buffer) => {
      if (output.length <= maxOutputBytes) output = Buffer.concat([output, chunk]);
      if (output.length > maxOutputBytes) stop();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = Buffer.concat([errors, chunk]).subarray(-MAX_ERROR_BYTES);
    });
    child.once('error', (error) => finish(notStarted(error)));
    child.once('exit', () => {
      // What it started ends with it when it was to end, and may stay behind when it ended by itself.
      if (isStopping) endGroup(child, 'SIGKILL');
      clearTimeout(timer);
      // Either way, one that has left its group may hold the output open for ever.
      timer = setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, DRAIN_MILLISECONDS);
    });
    child.once('close', (code) => {
      const said = errors.toString('utf8');
      if (output.length > maxOutputBytes) finish({ kind: 'too_much_output' });
      else if (isStopping) finish({ kind: 'stopped', errors: said });
      else
        finish({ kind: 'ended', exitCode: code ?? undefined, output: output.toString('utf8'), errors: said });
    });
  });
}

function start([program = '', ...args]: readonly string[]): Child | ProgramRun {
  try {
    return spawn(program, args, {
      // Windows looks for programs in the current folder first: that must not be one of a workspace.
      cwd: homedir(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // At the head of a group of its own, so that all that it starts can be ended with it.
      detached: !isWindows,
    });
  } catch (error) {
    return notStarted(error);
  }
}

function notStarted(error: unknown): ProgramRun {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = code === 'ENOENT' ? 'not_found' : code === 'EACCES' ? 'not_allowed' : 'other';
  return { kind: 'not_started', reason, scriptsNeedShell: isWindows };
}

function endGroup({ pid }: Child, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  if (isWindows) {
    spawn('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => undefined,
    );
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

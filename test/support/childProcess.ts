import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Hears everything that is written to stdout and stderr, as it comes. */
  readonly onOutput?: (text: string) => void;
}

export interface RunningProcess {
  /** The exit code, or undefined when a signal ended it. Rejects when it could not be started. */
  readonly ended: Promise<number | undefined>;
  /** Ends it and every process that it started: asks first, then kills. */
  stop(): Promise<void>;
}

const patienceMs = 5_000;
const running = new Set<ChildProcess>();

/** Starts a process at the head of a process group of its own, so that no grandchild outlives it or us. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions = {},
): RunningProcess {
  endChildrenWithUs();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => options.onOutput?.(text));
  }
  const ended = new Promise<number | undefined>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? undefined));
  });
  const settled = ended.then(
    () => undefined,
    () => undefined,
  );
  return {
    ended,
    stop: async () => {
      signalGroup(child, 'SIGTERM');
      await Promise.race([settled, delay(patienceMs, undefined, { ref: false })]);
      signalGroup(child, 'SIGKILL');
      await settled;
      running.delete(child);
    },
  };
}

/**
 * Runs a command to its end and returns its output.
 * @throws Error when it cannot be started, takes longer than `timeLimitMs`, or ends with another code than 0.
 */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: ProcessOptions & { readonly timeLimitMs: number },
): Promise<string> {
  let output = '';
  const child = startProcess(command, args, {
    ...options,
    onOutput: (text) => {
      output += text;
      options.onOutput?.(text);
    },
  });
  const limit = new AbortController();
  try {
    const exitCode = await Promise.race([
      child.ended,
      delay(options.timeLimitMs, 'too long' as const, { signal: limit.signal }),
    ]);
    if (exitCode === 0) return output;
    const ending = exitCode === 'too long' ? `took more than ${options.timeLimitMs / 1000} s` : 'failed';
    throw new Error(`\`${[command, ...args].join(' ')}\` ${ending}:\n${output.slice(-4_000)}`);
  } finally {
    limit.abort();
    await child.stop();
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

let prepared = false;

/** A group of its own does not hear Ctrl-C in our terminal, nor the end of our process. */
function endChildrenWithUs(): void {
  if (prepared) return;
  prepared = true;
  process.once('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));
  const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(exitCodes[signal]));
  }
}

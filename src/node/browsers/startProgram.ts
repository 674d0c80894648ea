import { spawn, type ChildProcess } from 'node:child_process';
import { ValetKeyError, cleanServerText } from '../../core/errors';
import type { BrowserCommand } from '../../core/signIn/browsers';

/** A browser that is handed on to one that runs already ends at once, and one that cannot start does, too. */
const AT_ONCE_MS = 2000;

export interface StartOptions {
  /** What a person knows the browser as, as a sentence begins with it. */
  readonly title: string;
  /** What to do when the program is not there. */
  readonly hint: string;
  /** Where the program begins: not where the editor did, which may be somebody's workspace. */
  readonly folder: string;
  readonly atOnceMs?: number;
}

/** RFC 3986 §2, and nothing that a program or a shell between could take for something else. */
const webAddress = /^https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+$/;

/**
 * The words that a program is started with: the address in place of each `{url}`, or else as the last one.
 * @throws ValetKeyError `browser_not_opened` for what is no web address
 */
export function argumentsFor({ arguments: words }: BrowserCommand, url: string): string[] {
  if (!webAddress.test(url)) {
    throw new ValetKeyError(
      'browser_not_opened',
      'The address is no web address that could be handed to a program, so the browser was not opened.',
      { hint: 'Sign in with your default browser instead.', remedy: 'use_default_browser' },
    );
  }
  const isPlaced = words.some((word) => word.includes('{url}'));
  return isPlaced ? words.map((word) => word.split('{url}').join(url)) : [...words, url];
}

/**
 * Starts a browser and leaves it to itself: no shell, nothing of ours open in it, and it outlives the editor. Resolves
 * once it runs, or has ended well.
 * @throws ValetKeyError `browser_not_opened`
 */
export async function startProgram(
  command: BrowserCommand,
  url: string,
  { title, hint, folder, atOnceMs = AT_ONCE_MS }: StartOptions,
): Promise<void> {
  const args = argumentsFor(command, url);
  const program = cleanServerText(command.program);
  let end: string | undefined;
  try {
    const child = spawn(command.program, args, {
      detached: true,
      stdio: 'ignore',
      shell: false,
      cwd: folder,
    });
    child.unref();
    end = await earlyEnd(child, atOnceMs);
  } catch (error) {
    throw notOpened(title, reasonOf(error, program), hint, error);
  }
  if (end !== undefined) {
    const terminal = 'Start it in a terminal in the same way to see what it says.';
    throw notOpened(title, `“${program}” ended at once with ${end}.`, terminal);
  }
}

export function notOpened(title: string, why: string, hint: string, cause?: unknown): ValetKeyError {
  const message = `${title} was not opened: ${why}`;
  return new ValetKeyError('browser_not_opened', message, { hint, remedy: 'edit_browsers', cause });
}

/**
 * How the program ended, if it failed at once. Leaves no timer behind.
 * @throws what kept it from starting
 */
async function earlyEnd(child: ChildProcess, atOnceMs: number): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      timer = setTimeout(() => resolve(undefined), atOnceMs).unref();
      // It stays: an error without a listener would end the editor's process.
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        if (code === 0) resolve(undefined);
        else resolve(code === null ? `the signal ${signal ?? ''}` : `exit code ${code}`);
      });
    });
  } finally {
    clearTimeout(timer);
    child.removeAllListeners('exit');
  }
}

function reasonOf(error: unknown, program: string): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'an unknown error';
  if (code === 'ENOENT') return `there is no program “${program}”.`;
  if (code === 'EACCES') return `“${program}” is no program that you may run.`;
  return `“${program}” could not be started (${code}).`;
}

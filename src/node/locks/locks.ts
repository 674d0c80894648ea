import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ValetKeyError } from '../../core/errors';
import type { Clock, HeldLock, Locks, Logger } from '../../core/ports';
import { startTimeLimit } from '../../core/tokens/timeLimit';
import { codeOf, LockFile, type LockTimes } from './lockFile';
import { Turnstile } from './turnstile';

export interface LocksDependencies {
  /** The folder that the windows share; `undefined`: they share none. */
  readonly storageFolder: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For tests, in which nobody has 20 s. */
  readonly times?: Partial<LockTimes>;
}

const times: LockTimes = { patience: 22_000, stale: 20_000, touch: 5_000, poll: 50 };

/** Locks as files in `<storageFolder>/locks`; where there can be none, locks of this window alone. */
export function createLocks(dependencies: LocksDependencies): Locks {
  return new FileLocks({ ...dependencies, times: { ...times, ...dependencies.times } });
}

class FileLocks implements Locks {
  readonly #turnstile = new Turnstile();
  /** What is about to be done, where no file can say it. */
  readonly #intents = new Map<string, string>();
  #hasWarned = false;

  constructor(private readonly options: LocksDependencies & { readonly times: LockTimes }) {}

  async hold(key: string, signal: AbortSignal): Promise<HeldLock> {
    const patience = startTimeLimit(this.options.clock, this.options.times.patience);
    const waiting = AbortSignal.any([signal, patience.signal]);
    try {
      const leave = await this.#turnstile.enter(key, waiting);
      try {
        return await this.#hold(key, leave, waiting);
      } catch (error) {
        leave();
        throw error;
      }
    } catch (error) {
      throw patience.signal.aborted && !signal.aborted ? heldElsewhere() : error;
    } finally {
      patience.stop();
    }
  }

  async #hold(key: string, leave: () => void, waiting: AbortSignal): Promise<HeldLock> {
    const { storageFolder, clock } = this.options;
    // A hash, since a key may hold anything.
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    if (storageFolder === undefined) return this.#inWindow(name, leave, 'there is no such folder');
    const path = join(storageFolder, 'locks', name);
    const file = new LockFile(`${path}.lock`, clock, this.options.times);
    try {
      await file.acquire(waiting);
    } catch (error) {
      if (error instanceof ValetKeyError) throw error;
      return this.#inWindow(name, leave, codeOf(error));
    }
    return {
      acrossWindows: true,
      isOurs: () => file.isOurs(),
      ...this.#intentOf(name, `${path}.intent`, () => file.isOurs()),
      release: async () => {
        await file.release();
        leave();
      },
    };
  }

  #inWindow(name: string, leave: () => void, why: string): HeldLock {
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      this.options.logger.warn(
        `The storage folder takes no locks (${why}): tokens are refreshed once in this window, but other windows are not kept from doing it at the same time.`,
      );
    }
    const isOurs = () => Promise.resolve(true);
    return {
      acrossWindows: false,
      isOurs,
      ...this.#intentOf(name, undefined, isOurs),
      release: () => Promise.resolve(leave()),
    };
  }

  /** Whoever has lost the lock leaves alone what its next holder notes. */
  #intentOf(
    name: string,
    file: string | undefined,
    isOurs: () => Promise<boolean>,
  ): Pick<HeldLock, 'readIntent' | 'writeIntent' | 'clearIntent'> {
    const intents = this.#intents;
    return {
      readIntent: async () => intents.get(name) ?? (file && (await read(file))),
      writeIntent: async (intent) => {
        if (!(await isOurs())) return;
        intents.delete(name);
        const isWritten = file !== undefined && (await write(file, intent));
        if (!isWritten) intents.set(name, intent);
      },
      clearIntent: async () => {
        if (!(await isOurs())) return;
        intents.delete(name);
        // One that stays names a generation that is over.
        if (file !== undefined) await rm(file, { force: true }).catch(() => undefined);
      },
    };
  }
}

async function read(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined);
}

/** As a whole or not at all. */
async function write(file: string, text: string): Promise<boolean> {
  try {
    const draft = `${file}.new`;
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, file);
    return true;
  } catch {
    return false;
  }
}

function heldElsewhere(): ValetKeyError {
  return new ValetKeyError(
    'held_elsewhere',
    'Another window is refreshing this token and has not finished.',
    {
      hint: 'The token that is stored stays as it is. Try again in a moment.',
      remedy: 'try_again',
    },
  );
}

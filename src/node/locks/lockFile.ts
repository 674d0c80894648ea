import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { cancelled } from '../../core/errors';
import type { Clock } from '../../core/ports';

/** In milliseconds. */
export interface LockTimes {
  /** How long somebody waits for a lock. */
  readonly patience: number;
  /** A lock that was not touched for so long has lost its holder. */
  readonly stale: number;
  /** How often a holder touches its lock. */
  readonly touch: number;
  /** How often one who waits looks. */
  readonly poll: number;
}

/** A lock file as one who waits sees it. */
interface Seen {
  readonly text: string;
  readonly touchedAt: number;
}

/** What can pass by itself: the folder is made, or Windows is done with a file that is just being deleted. */
const passing: readonly string[] = ['ENOENT', 'EPERM', 'EACCES', 'EBUSY'];
const TRIES = 4;

/** The file that whoever holds a lock has made, and nobody else could. One is good for one lock. */
export class LockFile {
  readonly #text: string;
  readonly #released = new AbortController();

  constructor(
    private readonly path: string,
    private readonly clock: Clock,
    private readonly times: LockTimes,
  ) {
    const owner = { pid: process.pid, host: hostname(), time: clock.now(), random: randomUUID() };
    this.#text = JSON.stringify(owner);
  }

  /**
   * Waits until the file is ours.
   * @throws ValetKeyError `cancelled`; Node's error when no file can be made here
   */
  async acquire(signal: AbortSignal): Promise<void> {
    let [seen, watched, refusals]: [Seen | undefined, number, number] = [undefined, 0, 0];
    for (;;) {
      if (signal.aborted) throw cancelled();
      try {
        await writeFile(this.path, this.#text, { flag: 'wx', mode: 0o600 });
        void this.#keepTouched();
        return;
      } catch (error) {
        if (codeOf(error) === 'EEXIST') {
          // So locks can be made here.
          refusals = 0;
          const before: Seen | undefined = seen;
          seen = await this.#look();
          const isUntouched = seen?.text === before?.text && seen?.touchedAt === before?.touchedAt;
          watched = isUntouched ? watched + this.times.poll : 0;
          if (seen !== undefined && this.#isStale(seen, watched)) {
            await this.#remove(seen);
            continue;
          }
        } else {
          refusals += 1;
          if (refusals === TRIES || !passing.includes(codeOf(error))) throw error;
          await mkdir(dirname(this.path), { recursive: true }).catch(() => undefined);
          if (codeOf(error) === 'ENOENT') continue;
        }
      }
      await this.clock.delay(this.times.poll, signal).catch(() => {
        throw cancelled();
      });
    }
  }

  /** Whether the file is there, and ours. */
  async isOurs(): Promise<boolean> {
    return (await this.#look())?.text === this.#text;
  }

  async release(): Promise<void> {
    if (this.#released.signal.aborted) return;
    this.#released.abort();
    if (await this.isOurs()) await rm(this.path, { force: true }).catch(() => undefined);
  }

  async #look(): Promise<Seen | undefined> {
    try {
      const { mtimeMs } = await stat(this.path);
      return { text: await readFile(this.path, 'utf8'), touchedAt: mtimeMs };
    } catch {
      return undefined;
    }
  }

  /**
   * Whether its holder is dead. A clock may have been set, and another computer's may be wrong: so a holder that
   * seems not to have touched it for long is watched for as long as a living one would need to do it.
   * @param watched milliseconds, by counting, for which it was seen unchanged
   */
  #isStale({ text, touchedAt }: Seen, watched: number): boolean {
    const { stale, touch } = this.times;
    if (isOfDeadProcess(text) || watched >= stale) return true;
    return this.clock.now() - touchedAt >= stale && watched > touch * 1.2;
  }

  /** Takes a stale file out of the way. Another may be faster: then its new file is put back. */
  async #remove(stale: Seen): Promise<void> {
    if ((await this.#look())?.text !== stale.text) return;
    const aside = `${this.path}.${randomUUID()}`;
    try {
      await rename(this.path, aside);
    } catch {
      return;
    }
    if ((await readFile(aside, 'utf8').catch(() => '')) !== stale.text) {
      await link(aside, this.path).catch(async (error: unknown) => {
        // Not every file system has links.
        if (codeOf(error) !== 'EEXIST') await rename(aside, this.path).catch(() => undefined);
      });
    }
    await rm(aside, { force: true }).catch(() => undefined);
  }

  async #keepTouched(): Promise<void> {
    for (;;) {
      try {
        await this.clock.delay(this.times.touch, this.#released.signal);
      } catch {
        return;
      }
      const now = new Date(this.clock.now());
      // Another's is not kept alive by us.
      if (await this.isOurs()) await utimes(this.path, now, now).catch(() => undefined);
    }
  }
}

/** Node's code of an error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

/** Of another computer's processes we know nothing, nor of one that has not written its name yet. */
function isOfDeadProcess(text: string): boolean {
  const { pid, host } = readOwner(text);
  if (host !== hostname() || typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

function readOwner(text: string): { readonly pid?: unknown; readonly host?: unknown } {
  try {
    return (JSON.parse(text) ?? {}) as object;
  } catch {
    return {};
  }
}

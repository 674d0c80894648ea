import { readFileSync, renameSync, statSync } from 'node:fs';
import { chmod, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { scrubTokens } from '../../../core/requestFiles/historyScrub';
import type { Clock, Logger } from '../../../core/ports';

/** REST Client keeps 50 requests; a file larger than this holds something else, or bodies that nobody wants read. */
const MAX_BYTES = 32 * 1024 * 1024;
/** REST Client may be writing it at this moment: it is then half a file, or another one right after. */
const ATTEMPTS = 4;
const PAUSE_MILLISECONDS = 150;

/**
 * Where REST Client may keep its history: the folder that it chooses depends on which were there when it started.
 * @param env of the process that it runs in
 */
export function historyFiles(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const own = env.VSC_REST_CLIENT_HOME ?? join(homedir(), '.rest-client');
  const cache = env.XDG_CACHE_HOME;
  const folders = cache === undefined ? [own] : [own, join(cache, 'rest-client')];
  return folders.map((folder) => join(folder, 'history.json'));
}

type Outcome = 'clean' | 'scrubbed' | 'missing' | 'too_large' | 'no_json' | 'changing';

/**
 * Replaces every token in a history by its placeholder, so that the file is there, whole, at any moment. Never throws:
 * what cannot be read or written is left alone, and the log says so.
 * @param placeholders by the token's value
 * @returns whether something was replaced
 */
export async function scrubHistory(
  file: string,
  placeholders: ReadonlyMap<string, string>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<boolean> {
  try {
    let outcome = await attempt(file, placeholders);
    for (let again = 1; again < ATTEMPTS && (outcome === 'no_json' || outcome === 'changing'); again++) {
      await clock.delay(PAUSE_MILLISECONDS, new AbortController().signal);
      outcome = await attempt(file, placeholders);
    }
    const reason = reasons[outcome];
    if (reason !== undefined) logger.warn(`REST Client’s history was left as it is: ${reason}`);
    return outcome === 'scrubbed';
  } catch (error) {
    // The code alone: a message could name anything.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    logger.warn(`REST Client’s history was left as it is: it could not be read or written (${code}).`);
    return false;
  }
}

const reasons: Readonly<Record<Outcome, string | undefined>> = {
  clean: undefined,
  scrubbed: undefined,
  missing: undefined,
  too_large: 'it is larger than 32 MB.',
  no_json: 'it is no JSON.',
  changing: 'something writes to it all the time.',
};

async function attempt(file: string, placeholders: ReadonlyMap<string, string>): Promise<Outcome> {
  // A link stays one: it is what it leads to that is replaced.
  const target = await realpath(file).catch(() => undefined);
  if (target === undefined) return 'missing';
  const { size, mode, mtimeMs } = await stat(target);
  if (size === 0) return 'clean';
  if (size > MAX_BYTES) return 'too_large';
  const text = await readFile(target, 'utf8');
  const scrubbed = scrubTokens(text, placeholders);
  if (scrubbed === undefined) return 'no_json';
  if (scrubbed === text) return 'clean';
  const temporary = `${target}.valet-key-${process.pid}-${Date.now().toString(36)}`;
  try {
    await writeFile(temporary, scrubbed, { mode: 0o600, flag: 'wx' });
    await chmod(temporary, mode & 0o777);
    // From here without a pause: this process at least writes nothing in between.
    if (statSync(target).mtimeMs !== mtimeMs || readFileSync(target, 'utf8') !== text) return 'changing';
    renameSync(temporary, target);
    return 'scrubbed';
  } finally {
    await rm(temporary, { force: true });
  }
}

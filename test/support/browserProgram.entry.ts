import { writeFileSync } from 'node:fs';
import { UserAgent } from './userAgent';

/**
 * A browser as a program of its own: writes down the words that it was started with, goes to the address, the last of
 * them, and signs in there. `BROWSER_DIARY` is the file to write to.
 */
const words = process.argv.slice(2);
const diary = process.env.BROWSER_DIARY;
if (diary !== undefined) writeFileSync(diary, JSON.stringify({ words, folder: process.cwd() }));
void new UserAgent().visit(words.at(-1) ?? '').catch(() => (process.exitCode = 1));

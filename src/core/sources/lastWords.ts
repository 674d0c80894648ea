import { cleanServerText } from '../errors';

const LINES = 3;
const MAX_LENGTH = 400;
/** What looks like a credential of any maker: long, of one piece, with letters of both cases and digits. */
const opaque = /(?<![\w/\\.~+=-])(?=[\w.~+=-]*[a-z])(?=[\w.~+=-]*[A-Z])(?=[\w.~+=-]*\d)[\w.~+=-]{24,}/g;
/** How a program colours what it writes to a terminal (ECMA-48 §5.4). */
const colours = /\p{Cc}\[[\d;]*m/gu;

/**
 * The last lines of what a program wrote to its error output, fit to show: there it says why it failed. What looks like
 * a credential is masked, since a program can write anything.
 * @param redact masks secrets that are known
 * @returns '' when it wrote nothing
 */
export function lastWords(errors: string, redact: (text: string) => string): string {
  const lines = redact(errors.replaceAll(colours, ''))
    .replaceAll(opaque, '•••')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const last = lines.slice(-LINES).join(' ');
  return cleanServerText(last.length > MAX_LENGTH ? `…${last.slice(-MAX_LENGTH)}` : last);
}

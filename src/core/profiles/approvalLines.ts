import { cleanText } from '../errors';
import { canonicalJson } from './canonicalJson';

/**
 * A member as a person reads it before they approve it: whole, for what is not shown counts all the same; the items of a
 * list one a line. No value makes a line of its own.
 */
export function memberLines(member: string, value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (items.length <= 1) return [`${cleanText(member)}: ${shown(items.length === 0 ? value : items[0])}`];
  return [`${cleanText(member)}:`, ...items.map((item) => `    • ${shown(item)}`)];
}

/** Blanks would wrap what follows them onto a line that looks like one of ours. Some letters have no shape, either. */
const blanks = /[\p{Zs}\u115F\u1160\u2800\u3164\uFFA0]{2,}/gu;

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : canonicalJson(value);
  return cleanText(text).replace(blanks, ' ');
}

/** What the narrowest dialog holds of a line. A letter beyond ASCII may take the room of two. */
const ROW_LENGTH = 60;

/** How much room lines take in a dialog, which breaks long ones. */
export function rowsOf(lines: readonly string[]): number {
  const lengths = lines.map((line) => line.replace(/[^\x20-\x7E]/gu, '..').length);
  return lengths.reduce((sum, length) => sum + Math.max(1, Math.ceil(length / ROW_LENGTH)), 0);
}

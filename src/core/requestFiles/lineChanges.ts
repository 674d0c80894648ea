import type { LineChange } from './lineSource';

/**
 * An editor's changes as changes of the text before all of them: from the top down, and none touches a line of
 * another.
 * @param changes each counted in the text after the ones before it
 */
export function disjointChanges(changes: readonly LineChange[]): readonly LineChange[] {
  const real = changes.filter(({ oldLineCount, newLineCount }) => oldLineCount > 0 || newLineCount > 0);
  // From the bottom up, as editors order them, none moves the lines of the next one.
  const areBottomUp = real.every((change, index) => {
    const former = real[index - 1]?.firstLine ?? Infinity;
    // Two may share a line.
    return change.firstLine <= former && endOf(change) <= former + 1;
  });
  if (areBottomUp) return real.reduceRight<LineChange[]>(appended, []);
  return [real.reduce(composed)];
}

/** The list with a change below it; two that share a line, as two cursors do, become one. */
function appended(list: LineChange[], change: LineChange): LineChange[] {
  const last = list.at(-1);
  if (last === undefined || change.firstLine >= endOf(last)) return [...list, change];
  const oldLineCount = Math.max(endOf(last), endOf(change)) - last.firstLine;
  const newLineCount = oldLineCount + growthOf(last) + growthOf(change);
  return [...list.slice(0, -1), { firstLine: last.firstLine, oldLineCount, newLineCount }];
}

/** One change that does what two do one after the other; it touches what lies between them as well. */
function composed(first: LineChange, second: LineChange): LineChange {
  const firstLine = Math.min(first.firstLine, second.firstLine);
  const end = Math.max(first.firstLine + first.newLineCount, endOf(second));
  const between = end - firstLine;
  return {
    firstLine,
    oldLineCount: between - growthOf(first),
    newLineCount: between + growthOf(second),
  };
}

function endOf({ firstLine, oldLineCount }: LineChange): number {
  return firstLine + oldLineCount;
}

export function growthOf({ oldLineCount, newLineCount }: LineChange): number {
  return newLineCount - oldLineCount;
}

import { changeBody } from './bodyChange';
import { disjointChanges, growthOf } from './lineChanges';
import type { LineChange, LineSource } from './lineSource';
import { areSameFence, type Fence } from './markdownFences';
import type { RequestFileKind } from './requestFile';
import { SectionList } from './sectionList';
import { readSection, type Section } from './sections';

/** Whether reading can stop at a line of the new text, for the old sections from there on are as they would be read. */
type Stop = (line: number, fence: Fence | undefined) => boolean;

interface Start {
  readonly line: number;
  readonly fence: Fence | undefined;
}

export function readAllSections(lines: LineSource, kind: RequestFileKind): SectionList {
  return SectionList.of(readSections(lines, kind, { line: 0, fence: undefined }, () => false).sections);
}

/**
 * The sections after changes. Reads the section of the line above each change first, for a change of a section's first
 * line may join the two, and goes on until an old section begins where one would be read, in the same fence.
 * @param lines the text after the changes; it has as many lines as they make it have
 */
export function updateSections(
  old: SectionList,
  changes: readonly LineChange[],
  lines: LineSource,
  kind: RequestFileKind,
): SectionList {
  const disjoint = disjointChanges(changes);
  const changed = changeWithin(old, disjoint, lines, kind);
  if (changed !== undefined) return changed;
  const lineBefore = lineBeforeChanges(disjoint);
  const canStop: Stop = (line, fence) => {
    const oldLine = lineBefore(line);
    const kept = oldLine === undefined ? undefined : old.at(oldLine);
    return kept !== undefined && kept.start === oldLine && areSameFence(kept.section.entry, fence);
  };
  const replacements: { from: number; to: number; sections: readonly Section[] }[] = [];
  let growth = 0;
  // How far was read, by the lines of the old text and by those of the new one.
  let readTo = 0;
  let readEnd = 0;
  for (const change of disjoint) {
    // What is inserted where reading stopped was read by then, as was what went there.
    const isRead = change.firstLine < readTo || change.firstLine + growth < readEnd;
    if (replacements.length === 0 || !isRead) {
      const touched = old.at(Math.max(0, Math.min(change.firstLine, old.lineCount) - 1));
      const from = touched?.start ?? 0;
      const start = { line: from + growth, fence: touched?.section.entry };
      const { sections, end } = readSections(lines, kind, start, canStop);
      readEnd = end;
      readTo = end < lines.lineCount ? (lineBefore(end) ?? old.lineCount) : Infinity;
      replacements.push({ from, to: Math.min(readTo, old.lineCount), sections });
    }
    growth += growthOf(change);
  }
  return replacements.reduceRight((list, { from, to, sections }) => list.replace(from, to, sections), old);
}

/** Of one change within a body only the new lines are read: bodies can be as long as the rest of the file. */
function changeWithin(
  old: SectionList,
  [change, ...others]: readonly LineChange[],
  lines: LineSource,
  kind: RequestFileKind,
): SectionList | undefined {
  if (change === undefined || others.length > 0 || kind === 'markdown') return undefined;
  const touched = old.at(change.firstLine - 1);
  if (touched === undefined) return undefined;
  const { section, start } = touched;
  const inSection = { ...change, firstLine: change.firstLine - start };
  const changed = changeBody(section, inSection, (line) => lines.lineAt(start + line));
  return changed && old.replace(start, start + section.lineCount, [changed]);
}

/** Sections from a line on, up to the end of the file or to where reading can stop. */
function readSections(
  lines: LineSource,
  kind: RequestFileKind,
  start: Start,
  canStop: Stop,
): { readonly sections: readonly Section[]; readonly end: number } {
  const sections: Section[] = [];
  let { line, fence } = start;
  do {
    const section = readSection(lines, line, kind, fence, canStop);
    sections.push(section);
    line += section.lineCount;
    fence = section.exit;
  } while (line < lines.lineCount && !canStop(line, fence));
  return { sections, end: line };
}

/** For a line of the text after the changes, the line it was before; `undefined` for one that a change wrote. */
function lineBeforeChanges(changes: readonly LineChange[]): (line: number) => number | undefined {
  return (line) => {
    let growth = 0;
    for (const change of changes) {
      const newStart = change.firstLine + growth;
      if (line < newStart) break;
      if (line < newStart + change.newLineCount) return undefined;
      growth += growthOf(change);
    }
    return line - growth;
  };
}

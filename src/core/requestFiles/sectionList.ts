import type { Section } from './sections';

/** A section and the line that it begins at. */
export interface PlacedSection {
  readonly section: Section;
  readonly start: number;
}

interface Group {
  readonly sections: readonly Section[];
  readonly lineCount: number;
  readonly requestCount: number;
  readonly hasVariables: boolean;
}

const groupSize = 128;

/**
 * The sections of a file in their order; never changed once made. They lie in groups that know how many lines they
 * hold, so that a section is found, and others are put in its place, without a look at all of a large file.
 */
export class SectionList {
  static of(sections: readonly Section[]): SectionList {
    return new SectionList(groupsOf(sections));
  }

  readonly #groups: readonly Group[];
  readonly lineCount: number;
  readonly requestCount: number;

  private constructor(groups: readonly Group[]) {
    this.#groups = groups;
    this.lineCount = sum(groups, 'lineCount');
    this.requestCount = sum(groups, 'requestCount');
  }

  /** The sections from the one that holds a line on. */
  *from(line: number): Generator<PlacedSection> {
    let start = 0;
    for (const { sections, lineCount } of this.#groups) {
      if (start + lineCount <= line) {
        start += lineCount;
        continue;
      }
      for (const section of sections) {
        if (start + section.lineCount > line) yield { section, start };
        start += section.lineCount;
      }
    }
  }

  /** The section that holds a line. */
  at(line: number): PlacedSection | undefined {
    return this.from(line).next().value as PlacedSection | undefined;
  }

  /** The sections that say variables, and perhaps some others. */
  *withVariables(): Generator<PlacedSection> {
    let start = 0;
    for (const { sections, lineCount, hasVariables } of this.#groups) {
      let inGroup = start;
      for (const section of hasVariables ? sections : []) {
        yield { section, start: inGroup };
        inGroup += section.lineCount;
      }
      start += lineCount;
    }
  }

  /** @param from @param to lines at which sections begin; `to` may be the end of the file */
  replace(from: number, to: number, sections: readonly Section[]): SectionList {
    const before: Group[] = [];
    const after: Group[] = [];
    const between = [...sections];
    const kept: Section[] = [];
    let start = 0;
    for (const group of this.#groups) {
      const end = start + group.lineCount;
      if (end <= from) before.push(group);
      else if (start >= to) after.push(group);
      else {
        let inGroup = start;
        for (const section of group.sections) {
          if (inGroup < from) kept.push(section);
          else if (inGroup >= to) between.push(section);
          inGroup += section.lineCount;
        }
      }
      start = end;
    }
    return new SectionList([...before, ...groupsOf([...kept, ...between]), ...after]);
  }
}

function groupsOf(sections: readonly Section[]): Group[] {
  const groups: Group[] = [];
  for (let index = 0; index < sections.length; index += groupSize) {
    const members = sections.slice(index, index + groupSize);
    groups.push({
      sections: members,
      lineCount: sum(members, 'lineCount'),
      requestCount: members.reduce((count, { requests }) => count + requests.length, 0),
      hasVariables: members.some(({ variables }) => variables.length > 0),
    });
  }
  return groups;
}

function sum<K extends string>(items: readonly Readonly<Record<K, number>>[], key: K): number {
  return items.reduce((total, item) => total + item[key], 0);
}

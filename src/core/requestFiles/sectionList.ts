import type { FileRequest } from './requestFile';
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
  /** Of its requests (`# @name x`). */
  readonly names: ReadonlySet<string>;
  /** Its requests where they were last asked for; those of most groups are there the next time, too. */
  placed?: { readonly start: number; readonly requests: readonly FileRequest[] };
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

  /** The requests whose blocks have a line of these, `lastLine` among them. */
  requestsBetween(firstLine: number, lastLine: number): readonly FileRequest[] {
    const found: FileRequest[] = [];
    let start = 0;
    for (const group of this.#groups) {
      if (start > lastLine) break;
      const end = start + group.lineCount;
      if (end > firstLine) {
        for (const request of placedRequests(group, start)) {
          if (request.startLine <= lastLine && request.endLine >= firstLine) found.push(request);
        }
      }
      start = end;
    }
    return found;
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

  /** Whether a request has a name, `# @name x`. */
  hasName(name: string): boolean {
    return this.#groups.some(({ names }) => names.has(name));
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

function placedRequests(group: Group, start: number): readonly FileRequest[] {
  if (group.placed?.start === start) return group.placed.requests;
  const requests: FileRequest[] = [];
  let inGroup = start;
  for (const section of group.sections) {
    for (const request of section.requests) requests.push(shifted(request, inGroup));
    inGroup += section.lineCount;
  }
  group.placed = { start, requests };
  return requests;
}

/** The request of a section that begins `by` lines further down. */
export function shifted(request: FileRequest, by: number): FileRequest {
  if (by === 0) return request;
  const { bodyLine, profileHint } = request;
  return {
    ...request,
    startLine: request.startLine + by,
    endLine: request.endLine + by,
    requestLine: request.requestLine + by,
    lastUrlLine: request.lastUrlLine + by,
    headers: request.headers.map((header) => ({ ...header, line: header.line + by })),
    bodyLine: bodyLine === undefined ? undefined : bodyLine + by,
    profileHint: profileHint && { ...profileHint, line: profileHint.line + by },
  };
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
      names: new Set(members.flatMap(({ requests }) => requests.flatMap(({ name }) => name ?? []))),
    });
  }
  return groups;
}

function sum<K extends string>(items: readonly Readonly<Record<K, number>>[], key: K): number {
  return items.reduce((total, item) => total + item[key], 0);
}

import type { LineChange, LineSource } from '../lineSource';
import { growthOf } from '../lineChanges';
import { resolveUrl, type RequestFile } from '../requestFile';
import type { Section } from '../sections';
import { placedAt, type Finding } from './finding';
import type { Knowledge } from './knowledge';
import { findingsOf, type SectionFindings, type SectionSource } from './sectionFindings';

export type Evaluate = (source: SectionSource, knowledge: Knowledge) => SectionFindings;

/** So many sections are looked at before others get their turn. */
const sliceSize = 200;

interface Placed extends SectionFindings {
  readonly section: Section;
  readonly start: number;
}

/**
 * What is wrong in a file, kept up to date: after a change only the sections that it made others are looked at again
 * (law 15), and all of them where what is known of profiles and tokens, or a variable of the file, is another.
 */
export class FileFindings {
  /** Of the sections that were looked at with what is known now. */
  #results = new WeakMap<Section, SectionFindings>();
  /** Those that say something, or will; in the order of the file. */
  #placed: readonly Placed[] = [];
  /** As it was when `#placed` was right; `undefined`: it never was. */
  #file: RequestFile | undefined;
  #variables = '';
  /** The lines, of the text as it is now, that may hold other sections than before. */
  #dirty: { readonly first: number; readonly last: number } | undefined = { first: 0, last: Infinity };

  constructor(
    private knowledge: Knowledge,
    private readonly evaluate: Evaluate = findingsOf,
  ) {}

  /** Whether `refresh` has anything to do. */
  get isOutdated(): boolean {
    return this.#dirty !== undefined;
  }

  /** When there may be other findings, though nothing has changed but the time; milliseconds since 1970. */
  get until(): number | undefined {
    const times = this.#placed.flatMap(({ until }) => until ?? []);
    return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
  }

  /** What is known is another: everything is looked at again. */
  learn(knowledge: Knowledge): void {
    this.knowledge = knowledge;
    this.#results = new WeakMap();
    this.#dirty = { first: 0, last: Infinity };
  }

  /** Time has passed: what may say something else now is looked at again. */
  passTime(): void {
    const { now } = this.knowledge;
    for (const { section, start, until } of this.#placed) {
      if (until === undefined || until > now) continue;
      this.#results.delete(section);
      this.#addDirty(start, start + section.lineCount - 1);
    }
  }

  /** The text has changed. Nothing is read yet. @param changes each counted in the text after the ones before it */
  change(changes: readonly LineChange[]): void {
    for (const change of changes) {
      const { firstLine, oldLineCount, newLineCount } = change;
      const growth = growthOf(change);
      const moved = (line: number) =>
        line >= firstLine + oldLineCount ? line + growth : Math.min(line, firstLine + newLineCount);
      if (growth !== 0) {
        this.#placed = this.#placed.map((placed) => {
          const start = moved(placed.start);
          return start === placed.start ? placed : { ...placed, start };
        });
        if (this.#dirty !== undefined) {
          this.#dirty = { first: Math.min(this.#dirty.first, firstLine), last: moved(this.#dirty.last) };
        }
      }
      this.#addDirty(firstLine, firstLine + newLineCount);
    }
  }

  /**
   * Looks at what is outdated. Yields now and then, so that others get their turn; whoever goes on after that must be
   * sure that the text is still the same, and begin anew otherwise. Nothing is looked at twice.
   */
  *refresh(file: RequestFile, lines: LineSource): Generator<void, void> {
    this.#checkVariables(file);
    const dirty = this.#dirty;
    if (dirty === undefined) return;
    // Where the sections of the changed lines began before: from there on they may begin elsewhere.
    const [touched] = this.#file?.sectionsFrom(dirty.first - 1) ?? [];
    const first = Math.min(touched?.start ?? 0, dirty.first);
    // Should this be broken off, what was looked at below the change must not be taken for the end of it.
    this.#dirty = { first: dirty.first, last: Infinity };
    const found: Placed[] = [];
    let end = Infinity;
    let looked = 0;
    for (const { section, start } of file.sectionsFrom(first)) {
      let result = this.#results.get(section);
      if (start > dirty.last && result !== undefined) {
        end = start;
        break;
      }
      if (result === undefined) {
        const textAt = (line: number) => lines.lineAt(start + line);
        const urlOf: SectionSource['urlOf'] = (request) => resolveUrl(file, request);
        result = this.evaluate({ section, textAt, urlOf }, this.knowledge);
        this.#results.set(section, result);
        looked++;
      }
      if (result.findings.length > 0 || result.until !== undefined) found.push({ ...result, section, start });
      if (looked >= sliceSize) {
        looked = 0;
        yield;
      }
    }
    this.#placed = [
      ...this.#placed.filter(({ start }) => start < first),
      ...found,
      ...this.#placed.filter(({ start }) => start >= end),
    ];
    this.#file = file;
    this.#dirty = undefined;
  }

  /** All findings, or the first ones, from the top down; lines count from the top of the file. */
  findings(limit = Infinity): readonly Finding[] {
    const all: Finding[] = [];
    for (const { findings, start } of this.#placed) {
      for (const finding of findings) {
        if (all.length >= limit) return all;
        all.push(placedAt(start, finding));
      }
    }
    return all;
  }

  /** The addresses of requests anywhere in the file may build on its variables. */
  #checkVariables(file: RequestFile): void {
    const variables = JSON.stringify(file.variables.map(({ name, value }) => [name, value]));
    if (variables === this.#variables) return;
    this.#variables = variables;
    this.learn(this.knowledge);
  }

  #addDirty(first: number, last: number): void {
    this.#dirty = {
      first: Math.min(this.#dirty?.first ?? Infinity, first),
      last: Math.max(this.#dirty?.last ?? -1, last),
    };
  }
}

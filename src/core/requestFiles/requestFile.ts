import { growthOf } from './lineChanges';
import type { LineChange, LineSource } from './lineSource';
import { shifted, type PlacedSection, type SectionList } from './sectionList';
import { readAllSections, updateSections } from './updateSections';

export type { LineChange, LineSource } from './lineSource';
export { resolveUrl } from './resolveUrl';

/** A request file of REST Client or httpYac, or a Markdown file with such in its ```http and ```rest fences. */
export type RequestFileKind = 'http' | 'markdown';

/** One request of a file. Lines and columns count from 0, columns in UTF-16 code units. */
export interface FileRequest {
  /** The first line of the request's block, below its delimiter (`###`) or fence. */
  readonly startLine: number;
  /** The last line of the request's block. */
  readonly endLine: number;
  /** The line that holds method and URL, the URL alone, or `curl`. */
  readonly requestLine: number;
  /** The last line of the URL: the request line, or one below it that the URL goes on in. */
  readonly lastUrlLine: number;
  /** As written; `undefined` where the line says none, and GET is meant. */
  readonly method: string | undefined;
  /** As written, with its placeholders, the pieces of several lines joined; see `resolveUrl`. */
  readonly url: string;
  /** Where the URL begins in the request line. */
  readonly urlColumn: number;
  /** The header lines in their order; comments between them are not among them. */
  readonly headers: readonly FileHeader[];
  /** The first line of the body; `undefined` when there is none. */
  readonly bodyLine: number | undefined;
  /** A `curl` command instead of a request line: it has no header lines. */
  readonly isCurl: boolean;
  /** `# @name x` */
  readonly name: string | undefined;
  /** `# @valetkey x`, `// @valetkey x`: the profile that the file asks for, and where its name stands. */
  readonly profileHint: { readonly name: string; readonly line: number; readonly column: number } | undefined;
  /** `# @prompt x`: the variables that REST Client asks the person for. */
  readonly prompts: readonly string[];
}

export interface FileHeader {
  readonly line: number;
  /** In lower case (RFC 9110 §5.1: names are case-insensitive). */
  readonly name: string;
  readonly nameColumn: number;
  /** As written, without the blanks around it. */
  readonly value: string;
  readonly valueColumn: number;
}

/** `@name = value` */
export interface FileVariable {
  readonly line: number;
  readonly name: string;
  /** As written, with its placeholders. */
  readonly value: string;
}

/**
 * What stands in a request file: the one reading of it that all features share. It never changes; `update` makes
 * another that shares with this one whatever a change has left alone.
 */
export class RequestFile {
  static parse(lines: LineSource, kind: RequestFileKind = 'http'): RequestFile {
    return new RequestFile(readAllSections(lines, kind), kind);
  }

  readonly kind: RequestFileKind;
  readonly #sections: SectionList;
  #variables: readonly FileVariable[] | undefined;

  private constructor(sections: SectionList, kind: RequestFileKind) {
    this.#sections = sections;
    this.kind = kind;
  }

  /** How many lines the file had when it was read. */
  get lineCount(): number {
    return this.#sections.lineCount;
  }

  get requestCount(): number {
    return this.#sections.requestCount;
  }

  /** All that the file says, in their order; REST Client takes them from anywhere in the file. */
  get variables(): readonly FileVariable[] {
    return (this.#variables ??= [...this.#sections.withVariables()].flatMap(({ section, start }) =>
      section.variables.map((variable) => ({ ...variable, line: variable.line + start })),
    ));
  }

  /** Whether a request has a name (`# @name x`), which stands for its response then. */
  hasRequestNamed(name: string): boolean {
    return this.#sections.hasName(name);
  }

  /**
   * The request of the block that a line stands in; a delimiter, or the line that opens a fence, belongs to the block
   * below it.
   * @returns `undefined` when there is none
   */
  requestAt(line: number): FileRequest | undefined {
    const within = Math.max(0, Math.min(line, this.lineCount - 1));
    const placed = this.#sections.at(within);
    if (placed === undefined) return undefined;
    const inSection = within - placed.start;
    const { requests } = placed.section;
    const request = requests.find(({ endLine }) => inSection <= endLine);
    return request && shifted(request, placed.start);
  }

  /** The requests whose blocks have a line of these, `lastLine` among them. */
  requestsBetween(firstLine: number, lastLine: number): readonly FileRequest[] {
    return this.#sections.requestsBetween(firstLine, lastLine);
  }

  /**
   * The sections from the one that holds a line on. A section that a change leaves alone stays the same object, so that
   * what was worked out of it can be kept.
   */
  sectionsFrom(line: number): Iterable<PlacedSection> {
    return this.#sections.from(Math.max(0, line));
  }

  /**
   * The file after a change: the blocks that it touches are read anew, and those below for as long as it makes them
   * begin or end elsewhere.
   * @param lines the text after the change
   */
  update(change: LineChange, lines: LineSource): RequestFile {
    return this.updateAll([change], lines);
  }

  /**
   * The file after several changes that were made at once.
   * @param changes each counted in the text after the ones before it, as an editor says them
   * @param lines the text after all of them
   */
  updateAll(changes: readonly LineChange[], lines: LineSource): RequestFile {
    const growth = changes.reduce((total, change) => total + growthOf(change), 0);
    const areOfThisFile = changes.every(
      ({ firstLine, oldLineCount, newLineCount }) => Math.min(firstLine, oldLineCount, newLineCount) >= 0,
    );
    if (!areOfThisFile || this.lineCount + growth !== lines.lineCount) {
      return RequestFile.parse(lines, this.kind);
    }
    return new RequestFile(updateSections(this.#sections, changes, lines, this.kind), this.kind);
  }
}

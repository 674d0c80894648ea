import type { LineEdit } from '../../../../src/core/requestFiles/insertAuthorization';
import type { LineSource } from '../../../../src/core/requestFiles/lineSource';

/** A file's lines, and how many of them were read. */
export class Lines implements LineSource {
  readonly lines: readonly string[];
  reads = 0;

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  get lineCount(): number {
    return this.lines.length;
  }

  lineAt(line: number): string {
    this.reads++;
    const text = this.lines[line];
    if (text === undefined) throw new RangeError(`There is no line ${line}.`);
    return text;
  }

  /** The number of the line that begins with `start`. */
  find(start: string): number {
    const line = this.lines.findIndex((text) => text.startsWith(start));
    if (line < 0) throw new RangeError(`No line begins with ${start}`);
    return line;
  }

  /** The text after the edits, made as an editor makes them: by ranges of the text before. */
  after(edits: readonly LineEdit[]): string {
    const touched = new Set<number>();
    const result = this.lines.map((text) => `\n${text}`);
    for (const { line, ...edit } of edits) {
      if (touched.has(line) || this.lines[line] === undefined)
        throw new RangeError(`Bad edit of line ${line}`);
      touched.add(line);
      if (edit.kind === 'replace') result[line] = `\n${edit.text}`;
      else if (edit.kind === 'delete') result[line] = '';
      else result[line] = `\n${this.lines[line]}\n${edit.text}`;
    }
    return result.join('').slice(1);
  }
}

/** The text of a request file (.http, .rest, Markdown), line by line, without line endings. */
export interface LineSource {
  /** At least 1: an empty file has one empty line. */
  readonly lineCount: number;
  /** @param line from 0 to `lineCount - 1` */
  lineAt(line: number): string;
}

/** The lines `[firstLine, firstLine + oldLineCount)` of the old text became `newLineCount` lines of the new one. */
export interface LineChange {
  readonly firstLine: number;
  readonly oldLineCount: number;
  readonly newLineCount: number;
}

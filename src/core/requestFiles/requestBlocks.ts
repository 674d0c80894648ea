/** The text of a request file (.http, .rest), line by line, without line endings. */
export interface LineSource {
  /** At least 1: an empty file has one empty line. */
  readonly lineCount: number;
  /** @param line from 0 to `lineCount - 1` */
  lineAt(line: number): string;
}

/** One request of a file. Lines count from 0. */
export interface RequestBlock {
  /** The line that holds method and URL, or the URL alone. */
  readonly requestLine: number;
  /** The last line of the URL: the request line, or the last line below it that the URL goes on in. */
  readonly lastUrlLine: number;
  /** The header lines in their order; comments between them are not among them. */
  readonly headers: readonly HeaderLine[];
  /** A `curl` command instead of a request line: it has no header lines. */
  readonly isCurl: boolean;
}

export interface HeaderLine {
  readonly line: number;
  /** In lower case (RFC 9110 §5.1: names are case-insensitive). */
  readonly name: string;
}

const delimiter = /^#{3,}/;
const comment = /^\s*(?:#|\/\/)/;
const fileVariable = /^\s*@[^\s=:]+\s*:?=/;
/** The URL goes on: `?…`, `&…`, or a path segment of httpYac's, which is indented. */
const urlLine = /^\s*(?:\?(?!\?)|&)|^\s+\/(?!\/)/;
/** RFC 9110 §5.1, §5.6.2. A neighbour takes blanks before the name, so an indented header is one too. */
const header = /^\s*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*:/;
const curl = /^\s*curl\s/i;
/** A saved answer, `HTTP/1.1 200 OK`, can stand in a block of its own. */
const statusLine = /^\s*HTTP\/[\d.]+\s+\d/;
const requestLines = [
  // Method and target: any method in capitals, the common ones in any case.
  /^\s*[A-Z][A-Z-]*\s+\S/,
  /^\s*(?:get|post|put|delete|patch|head|options)\s+\S/i,
  // A target alone: a URL, a path, a variable, a host.
  /^\s*(?:[a-z][a-z0-9+.-]*:\/\/|\/|\{\{.+\}\}|localhost\b|[\w-]+(?:[./]\S|:\d))/i,
  curl,
];
/** Where the header lines end without a blank line: a body from a file, a response handler, an assertion, a script. */
const otherPart = /^\s*(?:<|>|\?\?|\{\{[^}]*$)/;
/** A script before a request, on one line or in a file of its own (JetBrains). */
const scriptLine = /^\s*<\s/;
/** Scripts of several lines before a request: `{{` … `}}` of httpYac, `< {%` … `%}` of JetBrains. */
const scripts = [
  { begin: /^\s*\{\{[^}]*$/, end: /^\s*\}\}\s*$/ },
  { begin: /^\s*<\s*\{%(?!.*%\})/, end: /%\}\s*$/ },
];

/**
 * The request of the block that a line stands in; a delimiter (`###`) belongs to the block below it. Reads the lines
 * of that block and no others, so that the effort does not grow with the file (law 15).
 * @returns `undefined` when the block holds no request
 */
export function requestBlockAt(lines: LineSource, line: number): RequestBlock | undefined {
  const within = Math.max(0, Math.min(line, lines.lineCount - 1));
  const requestLine = findRequestLine(lines, blockStart(lines, within));
  if (requestLine === undefined) return undefined;
  const lastUrlLine = findLastUrlLine(lines, requestLine);
  const isCurl = curl.test(lines.lineAt(requestLine));
  return { requestLine, lastUrlLine, headers: isCurl ? [] : findHeaders(lines, lastUrlLine + 1), isCurl };
}

/** The first line of the block, after its delimiter. */
function blockStart(lines: LineSource, line: number): number {
  let start = line;
  while (start >= 0 && !isDelimiter(lines, start)) start--;
  return start + 1;
}

function isDelimiter(lines: LineSource, line: number): boolean {
  return delimiter.test(lines.lineAt(line));
}

/** Whether a line is of the block that began above it. */
function isInBlock(lines: LineSource, line: number): boolean {
  return line < lines.lineCount && !isDelimiter(lines, line);
}

/** The first line that is no comment, blank, variable or script; `undefined` when that is no request line. */
function findRequestLine(lines: LineSource, start: number): number | undefined {
  for (let line = start; isInBlock(lines, line); line++) {
    const text = lines.lineAt(line);
    if (text.trim() === '' || comment.test(text) || fileVariable.test(text)) continue;
    const script = scripts.find(({ begin }) => begin.test(text));
    if (script === undefined) {
      if (scriptLine.test(text)) continue;
      return isRequestLine(text) ? line : undefined;
    }
    do line++;
    while (isInBlock(lines, line) && !script.end.test(lines.lineAt(line)));
    if (!isInBlock(lines, line)) return undefined;
  }
  return undefined;
}

function isRequestLine(text: string): boolean {
  return !statusLine.test(text) && requestLines.some((form) => form.test(text));
}

/** The URL may go on below the request line; comments in between are skipped, as the neighbours do. */
function findLastUrlLine(lines: LineSource, requestLine: number): number {
  let last = requestLine;
  for (let line = requestLine + 1; isInBlock(lines, line); line++) {
    const text = lines.lineAt(line);
    if (urlLine.test(text)) last = line;
    else if (!comment.test(text)) break;
  }
  return last;
}

function findHeaders(lines: LineSource, start: number): HeaderLine[] {
  const headers: HeaderLine[] = [];
  for (let line = start; isInBlock(lines, line); line++) {
    const text = lines.lineAt(line);
    if (text.trim() === '' || otherPart.test(text)) break;
    const name = comment.test(text) ? undefined : header.exec(text)?.[1];
    if (name !== undefined) headers.push({ line, name: name.toLowerCase() });
  }
  return headers;
}

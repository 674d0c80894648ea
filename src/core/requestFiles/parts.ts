import { isStatusLine } from './lineForms';

/*
 * The parts of a request file that span several lines and that no request or header is read from: scripts, comments
 * and GraphQL. REST Client knows none of them.
 */

interface Part {
  readonly begin: RegExp;
  readonly end: RegExp;
  /** Another part without an end is none (httpYac), so that a request below stays one while a script is typed. */
  readonly mayEndWithBlock?: boolean;
}

const parts: readonly Part[] = [
  // `{{` … `}}` of httpYac
  { begin: /^\s*\{\{(?:@js\s+(?:(?:[+@]\w*|\w+)\s*)?|[+@]?\w*\s*)$/i, end: /^\s*\}\}\s*$/ },
  // `< {%` … `%}` and `> {%` … `%}` of JetBrains
  { begin: /^\s*[<>]\s*\{%(?!.*%\})/s, end: /%\}\s*$/ },
  { begin: /^\s*\/\*$/, end: /^\s*\*\/\s*$/ },
  { begin: /^\s*(?:query|mutation)\b|^\s*fragment\s+\S+\s+on\s/, end: /^\s*$/, mayEndWithBlock: true },
];
/** A script, an assertion, a GraphQL or proto file, on one line: before a request, or after its headers. */
const oneLine = /^\s*(?:[<>]\s|\?\?|(?:gql|proto)\s.*<\s)/s;
/** Where the header lines end without a blank line. */
const afterHeaders =
  /^\s*(?:<|>|\/\*$|\?\?|\{\{[^}]*$|@\S|(?:query|mutation)\b(?!\s*:)|fragment\s+\S+\s+on\s)/;
/** Lines below the headers that httpYac takes out of the body; REST Client sends all of them but the comments. */
const notOfBody =
  /^\s*(?:$|#|\/\/|\/\*$|>|\?\?|<>|@[^\s=:]+\s*:?=|\{\{(?:@js\s+(?:(?:[+@]\w*|\w+)\s*)?|[+@]?\w*\s*)$)/i;

/** Finds the parts of a block, from its first line to its last. */
export class BlockParts {
  /** Those whose end was looked for in vain: it does not stand further down either. */
  readonly #withoutEnd = new Set<Part>();

  /** @param end the line after the block's last one */
  constructor(
    private readonly lineAt: (line: number) => string,
    private readonly end: number,
  ) {}

  /** The last line of the part that begins at `line`; `undefined` when none begins there. */
  lastLine(line: number): number | undefined {
    const text = this.lineAt(line);
    const part = parts.find(({ begin }) => begin.test(text));
    if (part === undefined) return oneLine.test(text) ? line : undefined;
    if (this.#withoutEnd.has(part)) return undefined;
    for (let last = line + 1; last < this.end; last++) {
      if (part.end.test(this.lineAt(last))) return last;
    }
    if (part.mayEndWithBlock) return this.end - 1;
    this.#withoutEnd.add(part);
    return undefined;
  }
}

/** Whether a part of several lines begins in a line, should it have an end. */
export function beginsPart(text: string): boolean {
  return parts.some(({ begin }) => begin.test(text));
}

export function endsHeaders(text: string): boolean {
  return afterHeaders.test(text) || isStatusLine(text);
}

/** Whether a line below the headers is of the body: no comment, variable, script, assertion or response handler. */
export function isOfBody(text: string): boolean {
  return !notOfBody.test(text);
}

/** Lines of JSON, of which bodies are long: they are body whatever else there is, and cost no further look. */
const plain = /^\s*(?:["\d}[\],]|\{(?!\{))/;

export function isPlainBody(text: string): boolean {
  return plain.test(text);
}

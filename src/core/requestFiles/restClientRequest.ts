import type { LineSource } from './lineSource';
import type { RequestFileKind } from './requestFile';

/*
 * What REST Client makes of a file, rule by rule as its sources have it (`selector.ts`, `httpRequestParser.ts`,
 * `fileVariableProvider.ts`), and of nothing else: it is what a person is asked about before a token is lent to it. Our
 * own reading of a file takes httpYac’s grammar as well, in which one block may hold more than one request.
 */

const delimiter = /^#{3,}/;
const comment = /^\s*(?:#|\/{2})/;
const fileVariable = /^\s*@([^\s=]+)\s*=/;
const statusLine = /^\s*HTTP\/[\d.]+/;
const prompt = /^\s*(?:#+|\/{2,})\s*@prompt\s+(\S+)/;
const urlGoesOn = /^\s*[&?]/;
const method =
  /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE|LOCK|UNLOCK|PROPFIND|PROPPATCH|COPY|MOVE|MKCOL|MKCALENDAR|ACL|SEARCH)\s+/i;
/** It builds patterns of the names of variables, so that with one of these another may be meant. */
const meansMore = /[.*+?^${}()|[\]\\]/;
/** A text that variables multiply is none that anybody sends. */
const maximumLength = 20_000;
const maximumDepth = 10;

/** What REST Client would send for a line. */
export interface RestClientRequest {
  /** The line that it takes for the request line, whichever of the block it was asked for. */
  readonly line: number;
  /**
   * Where it goes; `undefined` when the file alone does not say: of a path the settings of the workspace may name the
   * host, a curl command names it in many ways, and a variable may be somebody else’s.
   */
  readonly url: string | undefined;
}

/** What it reads of one. */
interface Read {
  readonly line: number;
  readonly written: string;
  readonly prompts: ReadonlySet<string>;
}

/** @returns `undefined` when it would send nothing */
export function restClientRequestAt(
  lines: LineSource,
  kind: RequestFileKind,
  line: number,
): RestClientRequest | undefined {
  const read = requestAt(lines, kind, line);
  return read && { line: read.line, url: destination(read.written, lines, read.prompts) };
}

/** The URL as it is written, its variables not filled in; of a curl command its first line. */
export function restClientUrlAt(lines: LineSource, kind: RequestFileKind, line: number): string | undefined {
  return requestAt(lines, kind, line)?.written;
}

function requestAt(lines: LineSource, kind: RequestFileKind, line: number): Read | undefined {
  const block = kind === 'markdown' ? snippetAt(lines, line) : blockAt(lines, line);
  if (block === undefined) return undefined;
  const sent: { readonly at: number; readonly text: string }[] = [];
  const prompts = new Set<string>();
  for (let at = block.start; at < block.end; at++) {
    const text = lines.lineAt(at);
    if (!comment.test(text)) sent.push({ at, text });
    const prompted = prompt.exec(text)?.[1];
    if (prompted !== undefined) prompts.add(prompted);
  }
  const from = sent.findIndex(
    ({ text }) => statusLine.test(text) || !(text.trim() === '' || fileVariable.test(text)),
  );
  const [first, ...rest] = sent.slice(from);
  if (from < 0 || first === undefined || statusLine.test(first.text)) return undefined;
  const end = rest.findIndex(({ text }) => !urlGoesOn.test(text));
  const url = [first, ...(end < 0 ? rest : rest.slice(0, end))].map(({ text }) => text.trim()).join('');
  return { line: first.at, written: url.replace(method, ''), prompts };
}

interface Block {
  readonly start: number;
  /** The line after its last one. */
  readonly end: number;
}

function blockAt(lines: LineSource, line: number): Block | undefined {
  const isDelimiter = (at: number) => delimiter.test(lines.lineAt(at));
  if (isDelimiter(line)) return undefined;
  let [start, end] = [line, line + 1];
  while (start > 0 && !isDelimiter(start - 1)) start--;
  while (end < lines.lineCount && !isDelimiter(end)) end++;
  return { start, end };
}

function snippetAt(lines: LineSource, line: number): Block | undefined {
  let start: number | undefined;
  for (let at = 0; at < lines.lineCount; at++) {
    const text = lines.lineAt(at);
    if (start !== undefined && text === '```') {
      if (start <= line && line <= at) return { start, end: at };
      start = undefined;
    } else if (text === '```http' || text === '```rest') start = at + 1;
  }
  return undefined;
}

function destination(written: string, lines: LineSource, prompts: ReadonlySet<string>): string | undefined {
  const url = written.includes('{{') ? filled(written, variablesOf(lines), prompts) : written;
  // Up to the end of the authority. `$` could be a part of a pattern of its own.
  const origin = /^https?:\/\/[^/?#\\]+/i.exec(url)?.[0];
  if (origin === undefined || /[{}$]/.test(origin) || /[\r\n]/.test(url)) return undefined;
  return url.replace(/\sHTTP\/.*$/is, '').trim();
}

/** With the variables of the file; `undefined` for one that may be anything. */
function variablesOf(lines: LineSource): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  for (let at = 0; at < lines.lineCount; at++) {
    const text = lines.lineAt(at);
    const match = fileVariable.exec(text);
    if (match === null) continue;
    const [before, name = ''] = match;
    if (meansMore.test(name)) return undefined;
    values.set(name, unescaped(text.slice(before.length).trim()));
  }
  return values;
}

function unescaped(value: string): string {
  const meant: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return value.replace(/\\(.?)/gsu, (_, character: string) => meant[character] ?? character);
}

/** A variable that is not the file’s, or that the person is asked for, stays as it is written. */
function filled(
  text: string,
  variables: ReadonlyMap<string, string> | undefined,
  prompts: ReadonlySet<string>,
): string {
  let result = text;
  for (let depth = 0; depth < maximumDepth && result.length < maximumLength; depth++) {
    const before = result;
    result = before.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, name: string) =>
      prompts.has(name) ? whole : (variables?.get(name) ?? whole),
    );
    if (result === before) break;
  }
  return result;
}

import { isHostOf } from './hostHeader';
import type { LineSource } from './lineSource';
import type { RequestFileKind } from './requestFile';
import { VariableFiller, type VariableValues } from './variableFiller';

/*
 * What REST Client makes of a file, rule by rule as its sources have it (`selector.ts`, `httpRequestParser.ts`,
 * `fileVariableProvider.ts`), and of nothing else: it is what a person is asked about before a token is lent to it. Our
 * own reading of a file takes httpYac’s grammar as well, in which one block may hold more than one request.
 */

const delimiter = /^#{3,}/;
const comment = /^\s*(?:#|\/{2})/;
const variableName = /^\s*@([^\s=]+)\s*=/;
/** `.` in its patterns goes as far as one of these, so that a line with one in it may be none that it knows. */
const lineEnds = /[\r\n\u2028\u2029]/;
const statusLine = /^\s*HTTP\/[\d.]+/;
const prompt = /^\s*(?:#+|\/{2,})\s*@prompt\s+(\S+)/;
const urlGoesOn = /^\s*[&?]/;
const method =
  /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE|LOCK|UNLOCK|PROPFIND|PROPPATCH|COPY|MOVE|MKCOL|MKCALENDAR|ACL|SEARCH)\s+/i;
/** Of the request line and the headers together. */
const maximumGrowth = 20_000;

/** What REST Client would send for a line. */
export interface RestClientRequest {
  /** The line that it takes for the request line, whichever of the block it was asked for. */
  readonly line: number;
  /**
   * Where it goes; `undefined` when the file alone does not say: of a path the settings of the workspace may name the
   * host, a curl command names it in many ways, a variable may be somebody else’s, and `Host` may name another server.
   */
  readonly url: string | undefined;
}

/** What it reads of one. */
interface Read {
  readonly line: number;
  /** From its first line on, without comments. */
  readonly written: readonly string[];
  readonly prompts: ReadonlySet<string>;
}

/**
 * @param settingsSayHost whether its settings may name the host of a path, before `Host` does
 * @returns `undefined` when it would send nothing
 */
export function restClientRequestAt(
  lines: LineSource,
  kind: RequestFileKind,
  line: number,
  settingsSayHost = true,
): RestClientRequest | undefined {
  const read = requestAt(lines, kind, line);
  return read && { line: read.line, url: destination(read.written, lines, read.prompts, settingsSayHost) };
}

/** The URL as it is written, its variables not filled in; of a curl command its first line. */
export function restClientUrlAt(lines: LineSource, kind: RequestFileKind, line: number): string | undefined {
  const read = requestAt(lines, kind, line);
  if (read === undefined) return undefined;
  const [first = '', ...rest] = read.written;
  // What a variable holds may go on with it.
  const end = rest.findIndex((text) => !urlGoesOn.test(text) && !text.trimStart().startsWith('{{'));
  const url = [first, ...(end < 0 ? rest : rest.slice(0, end))].map((text) => text.trim()).join('');
  return url.replace(method, '');
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
    ({ text }) => statusLine.test(text) || !(text.trim() === '' || fileVariable(text) !== undefined),
  );
  const [first, ...rest] = sent.slice(from);
  if (from < 0 || first === undefined || statusLine.test(first.text)) return undefined;
  return { line: first.at, written: [first, ...rest].map(({ text }) => text), prompts };
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

function destination(
  written: readonly string[],
  lines: LineSource,
  prompts: ReadonlySet<string>,
  settingsSayHost: boolean,
): string | undefined {
  const head = filledHead(written, lines, prompts);
  if (head === undefined) return undefined;
  const [first = '', ...rest] = head;
  const end = rest.findIndex((text) => !urlGoesOn.test(text));
  const [more, [below = '']] = end < 0 ? [rest, []] : [rest.slice(0, end), rest.slice(end)];
  const joined = [first, ...more].map((text) => text.trim()).join('');
  const target = joined
    .replace(method, '')
    .trim()
    .replace(/\sHTTP\/.*$/i, '')
    .trimEnd();
  const headers = rest.slice(more.length).map(readHeader);
  const hosts = headers.filter(({ name }) => name.toLowerCase() === 'host').map(({ value }) => value);
  const url = settingsSayHost ? target : withHost(target, hosts);
  // What is not known yet may be a piece of the URL.
  const longest = below.trim().startsWith('{{') ? url + below.trim() : url;
  // Up to the end of the authority. `$` could be a part of a pattern of its own.
  const origin = /^https?:\/\/[^/?#\\]+/i.exec(longest)?.[0];
  if (origin === undefined || /[{}$]/.test(origin)) return undefined;
  // What is not known yet may be its name.
  if (headers.some(({ name }) => name.includes('{{'))) return undefined;
  return isHostOf(url, hosts) ? url : undefined;
}

function withHost(target: string, [host = '']: readonly string[]): string {
  if (!target.startsWith('/') || host === '') return target;
  const port = host.split(':')[1];
  return `${port === '443' || port === '8443' ? 'https' : 'http'}://${host}${target}`;
}

function readHeader(text: string): { readonly name: string; readonly value: string } {
  const [name = '', ...value] = text.split(':');
  return { name: name.trim(), value: value.join(':').trim() };
}

/** The lines above the body, with the variables of the file. `undefined`: what they are is not certain. */
function filledHead(
  written: readonly string[],
  lines: LineSource,
  prompts: ReadonlySet<string>,
): readonly string[] | undefined {
  const end = written.findIndex((text) => text.trim() === '');
  const head = end < 0 ? written : written.slice(0, end);
  if (head.some((text) => lineEnds.test(text))) return undefined;
  if (!head.some((text) => text.includes('{{'))) return head;
  const names = requestNames(lines);
  const isElsewhere = (name: string) => prompts.has(name) || names.has(name.split('.', 1)[0] ?? '');
  const filler = new VariableFiller(variablesOf(lines), isElsewhere, maximumGrowth);
  const filled: string[] = [];
  let isUrl = true;
  for (const [at, text] of head.entries()) {
    const next = head[at + 1]?.trim() ?? '';
    isUrl &&= at === 0 || /^\s*[&?{]/.test(text);
    const line = isUrl ? filler.fillUrl(text, /^[&?{]/.test(next) ? next : '') : filler.fill(text);
    if (!filler.isCertain || (isUrl && lineEnds.test(line))) return undefined;
    // A variable may hold the ends of lines, and may leave a line empty.
    for (const piece of line.split(/\r?\n/)) {
      if (filled.length > 0 && piece.trim() === '') return filled;
      filled.push(piece);
    }
  }
  return filled;
}

/** With the variables of the file. */
function variablesOf(lines: LineSource): VariableValues {
  const values = new Map<string, string>();
  for (let at = 0; at < lines.lineCount; at++) {
    const variable = fileVariable(lines.lineAt(at));
    if (variable !== undefined) values.set(variable.name, unescaped(variable.value));
  }
  return values;
}

/** The blanks after a value are cut off before: a pattern that looks for them, too, takes minutes for a hostile line. */
function fileVariable(text: string): { readonly name: string; readonly value: string } | undefined {
  const match = variableName.exec(text);
  if (match === null) return undefined;
  const [before, name = ''] = match;
  const value = text.slice(before.length).trim();
  return lineEnds.test(value) ? undefined : { name, value };
}

function unescaped(value: string): string {
  const meant: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return value.replace(/\\(.?)/gsu, (_, character: string) => meant[character] ?? character);
}

/** What stands for responses (`# @name x`) and not for variables; perhaps some more. */
function requestNames(lines: LineSource): ReadonlySet<string> {
  const names = new Set<string>();
  let goesOn = false;
  for (let at = 0; at < lines.lineCount; at++) {
    const text = lines.lineAt(at);
    if (text.trim() === '') continue;
    // Its pattern looks beyond the ends of lines.
    const name = goesOn ? /^\s*(\w+)/.exec(text)?.[1] : undefined;
    if (name !== undefined) names.add(name);
    goesOn = false;
    if (!text.includes('@name')) continue;
    for (const [, found = ''] of text.matchAll(/@name\s+(\w+)/g)) names.add(found);
    goesOn = text.trimEnd().endsWith('@name');
  }
  return names;
}

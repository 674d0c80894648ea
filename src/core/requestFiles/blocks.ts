import * as line from './lineForms';
import { BlockParts, endsHeaders, isOfBody, isPlainBody } from './parts';
import type { FileRequest } from './requestFile';

/**
 * Reads the requests of a block, which is what stands between two delimiters. Usually it is one; httpYac takes more.
 * @param texts the lines that the block is in
 * @param start the block's first line, after its delimiter
 * @param end the line after its last one
 * @returns with lines that count from the first of `texts`
 */
export function readBlock(texts: readonly string[], start: number, end: number): readonly FileRequest[] {
  const requests: FileRequest[] = [];
  const parts = new BlockParts((line) => texts[line] ?? '', end);
  for (let next = start; next < end;) {
    const reader = new RequestReader(texts, parts, next, end);
    const request = reader.read();
    if (request === undefined) break;
    requests.push(request);
    next = request.endLine + 1;
  }
  return requests;
}

/** The parts of a batch are requests of their own, in one body (httpYac has the same exception). */
export function hasBatch({ headers }: Pick<FileRequest, 'headers'>): boolean {
  return headers.some(({ name, value }) => name === 'content-type' && /^multipart\/mixed/i.test(value));
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

class RequestReader {
  readonly #texts: readonly string[];
  readonly #parts: BlockParts;
  #start: number;
  readonly #end: number;
  #line: number;
  readonly #headers: FileRequest['headers'][number][] = [];
  readonly #prompts: string[] = [];
  #name: string | undefined;
  #profileHint: FileRequest['profileHint'];

  constructor(texts: readonly string[], parts: BlockParts, start: number, end: number) {
    this.#texts = texts;
    this.#parts = parts;
    this.#start = start;
    this.#end = end;
    this.#line = start;
  }

  read(): FileRequest | undefined {
    const requestLine = this.#findRequestLine();
    if (requestLine === undefined) return undefined;
    const text = this.#textAt(requestLine);
    const isCurl = line.isCurl(text);
    const target: Writable<line.RequestLine> & { lastUrlLine: number } = {
      ...(isCurl ? line.readCurlLine(text) : line.readRequestLine(text)),
      lastUrlLine: requestLine,
    };
    this.#line = requestLine + 1;
    this.#readHeaders(target, isCurl);
    // Both neighbours join the lines first: what comes after the version is lost, in whichever line it stands.
    if (!isCurl) target.url = line.withoutVersion(target.url);
    const bodyLine = this.#readBody();
    return {
      startLine: this.#start,
      endLine: this.#line - 1,
      requestLine,
      ...target,
      headers: this.#headers,
      bodyLine,
      isCurl,
      name: this.#name,
      profileHint: this.#profileHint,
      prompts: this.#prompts,
    };
  }

  #textAt(at: number): string {
    return this.#texts[at] ?? '';
  }

  /**
   * The first line that is no comment, blank, variable or script. When that is no request line, the first request line
   * below it, as for httpYac, so that a request stays one while something is typed above it.
   */
  #findRequestLine(): number | undefined {
    let isBelowOther = false;
    for (let at = this.#start; at < this.#end; at++) {
      const text = this.#textAt(at);
      if (line.isComment(text)) this.#readMetaData(at);
      if (line.isComment(text) || line.isBlank(text) || line.isVariableLike(text)) continue;
      const lastOfPart = this.#parts.lastLine(at);
      if (lastOfPart !== undefined) at = lastOfPart;
      else if (isBelowOther ? line.isNextRequest(text) : line.isRequestLine(text)) {
        if (isBelowOther) this.#startAt(at);
        return at;
      } else isBelowOther = true;
    }
    return undefined;
  }

  /** What stands above belongs to what is no request. */
  #startAt(at: number): void {
    this.#start = at;
    this.#name = undefined;
    this.#profileHint = undefined;
    this.#prompts.length = 0;
  }

  /** httpYac reads them above the request and among its headers; REST Client reads the former alone. */
  #readMetaData(at: number): void {
    const data = line.readMetaData(this.#textAt(at));
    if (data === undefined || data.value === '') return;
    if (data.name === 'name') this.#name = data.value;
    else if (data.name === 'valetkey') {
      this.#profileHint = { name: data.value, line: at, column: data.valueColumn };
    } else if (data.name === 'prompt') {
      this.#prompts.push(data.value.split(/\s/, 1)[0] ?? '');
    }
  }

  /**
   * The rest of the URL and the headers. A line that is neither is passed over, as by REST Client, for it may be a
   * header that is just being typed; httpYac ends the headers there.
   */
  #readHeaders(target: Writable<line.RequestLine> & { lastUrlLine: number }, isCurl: boolean): void {
    for (; this.#line < this.#end; this.#line++) {
      const text = this.#textAt(this.#line);
      if (line.isBlank(text) || endsHeaders(text) || line.isNextRequest(text)) return;
      if (line.isComment(text)) this.#readMetaData(this.#line);
      else if (isCurl) continue;
      else if (line.isUrlLine(text)) {
        target.url += text.trim();
        target.lastUrlLine = this.#line;
      } else {
        const header = line.readHeader(text);
        if (header) this.#headers.push({ line: this.#line, ...header, name: header.name.toLowerCase() });
      }
    }
  }

  /** Goes on to where the next request begins, or the block ends. @returns the body's first line */
  #readBody(): number | undefined {
    let bodyLine: number | undefined;
    let isAnswer = false;
    let isBatch = hasBatch({ headers: this.#headers });
    for (; this.#line < this.#end; this.#line++) {
      const text = this.#textAt(this.#line);
      if (isPlainBody(text)) {
        if (!isAnswer) bodyLine ??= this.#line;
        continue;
      }
      if (isBatch) isBatch = !/^--\S.*--\s*$/.test(text);
      else if (line.isNextRequest(text)) return bodyLine;
      isAnswer ||= line.isStatusLine(text) && !isBatch;
      if (!isAnswer && isOfBody(text)) bodyLine ??= this.#line;
      if (!isBatch) this.#line = this.#parts.lastLine(this.#line) ?? this.#line;
    }
    return bodyLine;
  }
}

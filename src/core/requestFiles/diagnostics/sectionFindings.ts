import { isComment } from '../lineForms';
import { readAuthorization } from '../authorizationValue';
import type { FileRequest } from '../requestFile';
import type { Section } from '../sections';
import type { Finding, Place } from './finding';
import type { Knowledge } from './knowledge';
import {
  literalFinding,
  literalsInCurl,
  literalsInHeader,
  literalsInQuery,
  literalsInVariable,
  queryFinding,
} from './literalRules';
import type { LiteralToken } from './literalText';
import { checkMention, checkPlainHttp } from './mentionRules';
import { mentionsIn, type Mention } from './mentions';

/** What is wrong in a section. */
export interface SectionFindings {
  /** In their order; lines count from the section's first one. */
  readonly findings: readonly Finding[];
  /** When there may be others, though nothing has changed but the time; milliseconds since 1970. */
  readonly until: number | undefined;
}

export interface SectionSource {
  readonly section: Section;
  /** @param line counted from the section's first one */
  readonly textAt: (line: number) => string;
  /** Where a request of the section goes, as far as the file says. */
  readonly urlOf: (request: FileRequest) => string | undefined;
}

/** Holds a section against every rule. Never throws, whatever the text. */
export function findingsOf(source: SectionSource, knowledge: Knowledge): SectionFindings {
  const { section } = source;
  if (section.requests.length === 0 && section.variables.length === 0)
    return { findings: [], until: undefined };
  return new SectionReader(source, knowledge).read();
}

class SectionReader {
  readonly #findings: Finding[] = [];
  #until: number | undefined;

  constructor(
    private readonly source: SectionSource,
    private readonly knowledge: Knowledge,
  ) {}

  read(): SectionFindings {
    const { requests, variables } = this.source.section;
    for (const { line, name, value } of variables) {
      const text = this.source.textAt(line);
      const column = text.trimEnd().length - value.length;
      for (const token of literalsInVariable(name, value, this.knowledge)) {
        this.#addLiteral(token, { line, column: column + token.column, length: token.length }, {});
      }
      for (const mention of mentionsIn(text)) this.#addMention(mention, line, undefined);
    }
    for (const request of requests) this.#readRequest(request);
    const findings = this.#findings.sort((a, b) => a.line - b.line || a.column - b.column);
    return { findings, until: this.#until };
  }

  #readRequest(request: FileRequest): void {
    const url = this.source.urlOf(request);
    const hint = request.profileHint;
    if (hint !== undefined) {
      const place = { column: hint.column, length: hint.name.length };
      this.#addMention({ form: 'hint', name: hint.name, ...place }, hint.line, url);
    }
    const inUrl = this.#readUrl(request, url);
    const inHeaders = request.isCurl ? this.#readCurl(request, url) : this.#readHeaders(request, url);
    if (inUrl || inHeaders) this.#checkScheme(request, url);
    this.#readBody(request, url);
  }

  /** @returns whether there is a token in it */
  #readUrl({ requestLine, lastUrlLine, profileHint, isCurl }: FileRequest, url: string | undefined): boolean {
    let holdsToken = false;
    for (let line = requestLine; line <= lastUrlLine && !isCurl; line++) {
      const text = this.source.textAt(line);
      if (line > requestLine && isComment(text)) continue;
      for (const { column, length, expiresAt } of literalsInQuery(text, this.knowledge)) {
        holdsToken = true;
        const place = { line, column, length };
        this.#findings.push(queryFinding(place, { url, profile: profileHint?.name }));
        if (expiresAt !== undefined) this.#addUntil(expiresAt);
      }
      for (const mention of mentionsIn(text)) {
        const profile = this.#addMention(mention, line, url);
        holdsToken ||= profile !== undefined;
        const { column, length, form } = mention;
        // A profile that says so was warned of there.
        if (profile !== undefined && profile.tokenQueryParameter === undefined && isParameter(text, column)) {
          this.#findings.push(queryFinding({ line, column, length }, { url, profile: profile.name, form }));
        }
      }
    }
    return holdsToken;
  }

  #readHeaders({ headers, profileHint }: FileRequest, url: string | undefined): boolean {
    let holdsToken = false;
    for (const header of headers) {
      const { line, value, valueColumn } = header;
      for (const token of literalsInHeader(header, this.knowledge)) {
        holdsToken = true;
        const place = { line, column: valueColumn + token.column, length: token.length };
        this.#addLiteral(token, place, { url, profile: profileHint?.name, isHeader: true });
      }
      for (const mention of this.#mentionsInHeader(header.name, value)) {
        const placed = { ...mention, column: valueColumn + mention.column };
        if (this.#addMention(placed, line, url) !== undefined) holdsToken = true;
      }
    }
    return holdsToken;
  }

  #mentionsInHeader(name: string, value: string): readonly Mention[] {
    if (!/^valetkey\b/i.test(value)) return mentionsIn(value);
    const read = readAuthorization(name, value);
    if (read.kind !== 'valetkey') return [];
    const { profile, profileColumn } = read;
    return [{ form: 'valetkey', name: profile, column: profileColumn, length: profile.length }];
  }

  #readCurl({ requestLine, endLine, profileHint }: FileRequest, url: string | undefined): boolean {
    let holdsToken = false;
    for (let line = requestLine; line <= endLine; line++) {
      const text = this.source.textAt(line);
      if (isComment(text)) continue;
      for (const token of literalsInCurl(text, this.knowledge)) {
        holdsToken = true;
        const { column, length } = token;
        this.#addLiteral(token, { line, column, length }, { url, profile: profileHint?.name });
      }
      for (const mention of mentionsIn(text)) {
        if (this.#addMention(mention, line, url) !== undefined) holdsToken = true;
      }
    }
    return holdsToken;
  }

  /** Placeholders alone: what else stands in a body is the request's own business. */
  #readBody({ bodyLine, endLine, isCurl }: FileRequest, url: string | undefined): void {
    if (bodyLine === undefined || isCurl) return;
    for (let line = bodyLine; line <= endLine; line++) {
      for (const mention of mentionsIn(this.source.textAt(line))) this.#addMention(mention, line, url);
    }
  }

  /** L15. */
  #checkScheme(request: FileRequest, url: string | undefined): void {
    const found = checkPlainHttp(url);
    if (found === undefined) return;
    const { requestLine: line, urlColumn: column } = request;
    const written = this.source.textAt(line).slice(column);
    const length = /^http(?=:)/i.test(written) ? 4 : Math.max(1, written.split(/\s/, 1)[0]?.length ?? 0);
    this.#findings.push({ line, column, length, url, ...found });
  }

  #addLiteral(token: LiteralToken, place: Place, about: Pick<Finding, 'url' | 'profile' | 'isHeader'>): void {
    const { now } = this.knowledge;
    this.#findings.push(literalFinding(token, place, about, now));
    if (token.expiresAt !== undefined) this.#addUntil(token.expiresAt);
  }

  /** @returns the profile that is named, where it can be used */
  #addMention(mention: Mention, line: number, url: string | undefined) {
    const { findings, profile, until } = checkMention({ ...mention, line }, url, this.knowledge);
    this.#findings.push(...findings);
    if (until !== undefined) this.#addUntil(until);
    return profile;
  }

  #addUntil(time: number): void {
    if (time > this.knowledge.now) this.#until = Math.min(this.#until ?? Infinity, time);
  }
}

/** Whether a parameter of a query ends right before a column: `?access_token={{…}}`. */
function isParameter(text: string, column: number): boolean {
  return /[?&][\w.-]{1,60}=$/.test(text.slice(Math.max(0, column - 70), column));
}

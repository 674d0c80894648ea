/*
 * What a single line of a request file can be, after the grammars of REST Client and httpYac. Where they differ, the
 * form here is the one that puts no token where one of the two would read something else than a header; each such
 * place says so. `s` lets `.` take U+2028 and U+2029, which end no line in an editor. The
 * blanks after a value are cut off before: a pattern that looks for them, too, takes minutes for a hostile line.
 */

/** REST Client wants it at the start of the line and reads an indented one as a comment; httpYac splits at both. */
const delimiter = /^\s*#{3,}/;
const comment = /^\s*(?:#|\/\/)/;
/** `# @name value`, `// @name value`. REST Client needs no blank before `@`; httpYac takes `##` and `///` too. */
const metaData = /^\s*(?:#+|\/{2,})\s*@([\w-]+)(?:\s+(.*))?$/s;
/** `@name = value`, `@name := value` (httpYac: filled in late), `@global.name = value` (httpYac). */
const variable = /^\s*@(?:global\.)?([^\s=:]+)\s*:?=\s*(.*)$/s;
/** httpYac takes `@name value` as a variable too, and `@xpath_ns …`; REST Client reads neither, nor sends them. */
const variableLike = /^\s*@\S/;
/** The URL goes on: `?…` or `&…`; `??` is an assertion of httpYac's. */
const queryLine = /^\s*(?:\?(?!\?)|&)/;
/** The URL goes on with a path segment (httpYac); nothing that REST Client could send. */
const pathLine = /^\s*\/(?!\/)[^*]*$/;
/** RFC 9110 §5.1, §5.6.2. Both neighbours take blanks before the name, and before the colon. */
const header = /^(\s*)([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*:\s*(.*)$/s;
const curl = /^\s*curl\s/i;
/** A saved answer, `HTTP/1.1 200 OK`, can stand in a block of its own. */
const statusLine = /^\s*HTTP\/[\d.]+(?:\s|$)/;

/** A target: a URL, a path, a variable, a host. */
const targetForm = String.raw`(?:[A-Za-z][A-Za-z0-9+.-]*://|/(?![/*])|\{\{.+\}\}|localhost\b|[\w-]+(?:[./]\S|:\d))`;
/** httpYac's methods. In capitals they begin a request wherever they stand (httpYac); REST Client takes any case. */
const methods =
  'GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|CONNECT|TRACE|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK|CHECKOUT|CHECKIN|REPORT|MERGE|MKACTIVITY|MKWORKSPACE|VERSION-CONTROL|BASELINE-CONTROL|MKCALENDAR|ACL|SEARCH|GRAPHQL|WS|WSS|WEBSOCKET|SSE|EVENTSOURCE|GRPC|MQTT|MQTTS|AMQP';
const methodAndTarget = new RegExp(`^(\\s*)(${methods})(\\s+)(?=\\S)`, 'i');
/** Neither neighbour knows such a method; both would take it for a part of the URL. */
const otherMethod = new RegExp(`^(\\s*)([A-Z][A-Z-]*)(\\s+)(?=${targetForm})`);
const target = new RegExp(`^\\s*${targetForm}`, 'i');
const nextRequest = new RegExp(`^\\s*(?:${methods})\\s+${targetForm}`);
const protocolVersion = /\sHTTP\//i;

export const isDelimiter = (text: string) => delimiter.test(text);
export const isComment = (text: string) => comment.test(text);
export const isBlank = (text: string) => text.trim() === '';
export const isVariableLike = (text: string) => variableLike.test(text);
export const isUrlLine = (text: string) =>
  queryLine.test(text) || (pathLine.test(text) && !comment.test(text));
export const isCurl = (text: string) => curl.test(text);
export const isStatusLine = (text: string) => statusLine.test(text);

/**
 * A request line below a request: httpYac begins a new request there without a delimiter. REST Client goes on with
 * the first one, and has it in the headers or the body. Of words that are no target (`DELETE all of them`), httpYac
 * makes a request too; here they stay what they are, so that the body of a REST Client file stays whole.
 */
export const isNextRequest = (text: string) => nextRequest.test(text);

export function isRequestLine(text: string): boolean {
  const forms = [methodAndTarget, otherMethod, target, curl];
  return !isStatusLine(text) && forms.some((form) => form.test(text));
}

export interface RequestLine {
  /** As written. */
  readonly method: string | undefined;
  /** With the protocol's version. */
  readonly url: string;
  readonly urlColumn: number;
}

/** @param text a request line that is no curl command */
export function readRequestLine(text: string): RequestLine {
  const match = methodAndTarget.exec(text) ?? otherMethod.exec(text);
  const urlColumn = match?.[0].length ?? text.length - text.trimStart().length;
  return { method: match?.[2], url: text.slice(urlColumn).trimEnd(), urlColumn };
}

/** The URL of a request line without the `HTTP/1.1` after it. */
export function withoutVersion(url: string): string {
  const at = url.search(protocolVersion);
  return at < 0 ? url : url.slice(0, at).trimEnd();
}

/** The URL of a curl command, as far as one stands in its first line. */
export function readCurlLine(text: string): RequestLine {
  const match = /(?<![a-z])[a-z]+:\/\/[^\s'"]+/i.exec(text);
  return { method: undefined, url: match?.[0] ?? '', urlColumn: match?.index ?? text.length };
}

export interface NamedValue {
  /** As written. */
  readonly name: string;
  readonly nameColumn: number;
  readonly value: string;
  readonly valueColumn: number;
}

export function readHeader(text: string): NamedValue | undefined {
  const match = header.exec(text.trimEnd());
  if (match === null) return undefined;
  const [, blanks = '', name = '', value = ''] = match;
  // An empty value stands at the end of the line, where one would be typed.
  return { name, nameColumn: blanks.length, value, valueColumn: text.trimEnd().length - value.length };
}

export function readVariable(text: string): { readonly name: string; readonly value: string } | undefined {
  const match = variable.exec(text.trimEnd());
  return match === null ? undefined : { name: match[1] ?? '', value: match[2] ?? '' };
}

export function readMetaData(text: string): Omit<NamedValue, 'nameColumn'> | undefined {
  const match = metaData.exec(text.trimEnd());
  if (match === null) return undefined;
  const [, name = '', value = ''] = match;
  return { name, value, valueColumn: text.trimEnd().length - value.length };
}

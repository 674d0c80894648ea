import { ValetKeyError } from '../errors';

export interface CurlHeader {
  readonly name: string;
  readonly value: string;
}

export interface CurlRequest {
  /** Default: what curl takes: GET, or POST with a body. */
  readonly method?: string | undefined;
  readonly url: string;
  readonly headers: readonly CurlHeader[];
  readonly body?: string | undefined;
  /** The path of a file that is sent in place of `body`. */
  readonly bodyFile?: string | undefined;
}

/** RFC 9110 §5.6.2, which methods and header names are. */
const isToken = /^[\w!#$%&'*+.^`|~-]+$/;
/** What a terminal could take for a command, were it pasted as it is: C0 without tab and line feed, DEL, C1. */
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/gu;
/** Brackets in a URL are ranges for curl, which would send several requests. */
const hasRanges = /[[\]{}]/;

/**
 * A request as a command line of curl for a POSIX shell (sh, bash, zsh). Whatever the parts hold, they stay what they
 * are: no word of them becomes another argument, an option, a file's name or a command (B10, L5).
 * @throws ValetKeyError `no_request` for what no command line can hold
 */
export function curlCommand({ method, url, headers, body, bodyFile }: CurlRequest): string {
  const data = bodyFile === undefined ? ['--data-raw', body ?? ''] : ['--data-binary', `@${bodyFile}`];
  const hasBody = bodyFile !== undefined || (body !== undefined && body !== '');
  const address = encodeUnsafe(url);
  const words = [
    ['curl'],
    ...methodWords(method, hasBody),
    ...(hasRanges.test(address) ? [['--globoff']] : []),
    ['--url', shellQuote(address)],
    ...headers.map((header) => ['--header', shellQuote(headerLine(header))]),
    // curl would name a type of its own.
    ...(hasBody && !headers.some(({ name }) => name.toLowerCase() === 'content-type')
      ? [['--header', shellQuote('Content-Type:')]]
      : []),
    ...(hasBody ? [[data[0] ?? '', shellQuote(data[1] ?? '')]] : []),
  ];
  return words.map((group) => group.join(' ')).join(' \\\n  ');
}

function methodWords(method: string | undefined, hasBody: boolean): string[][] {
  const written = method ?? (hasBody ? 'POST' : 'GET');
  if (!isToken.test(written)) throw unfit('Its method is none.');
  // With -X HEAD, curl would wait for a body that never comes.
  if (written === 'HEAD') return [['--head']];
  return written === (hasBody ? 'POST' : 'GET') ? [] : [['--request', shellQuote(written)]];
}

function headerLine({ name, value }: CurlHeader): string {
  if (!isToken.test(name)) throw unfit(`“${name.slice(0, 40)}” is no name of a header.`);
  if (/[\r\n\0]/.test(value)) throw unfit(`The header ${name} has more than one line.`);
  // With nothing after the colon, curl would leave the header out.
  return value.trim() === '' ? `${name};` : `${name}: ${value}`;
}

/** Spaces and what is invisible, as they are sent. */
function encodeUnsafe(url: string): string {
  if (/\p{Cs}/u.test(url)) throw unfit('Its URL holds half a character.');
  return url.replace(/\s/gu, encodeURIComponent).replace(controls, encodeURIComponent);
}

/**
 * One word of a POSIX shell, whatever the text (POSIX Shell Command Language §2.2.2). Control characters, which a
 * terminal could act upon when the command is pasted, are written as octal numbers.
 * @throws ValetKeyError for a NUL, which no argument can hold
 */
export function shellQuote(text: string): string {
  if (text.includes('\0')) throw unfit('It holds a NUL character.');
  const quoted = `'${text.replaceAll("'", `'\\''`)}'`;
  return quoted.replace(controls, (character) => `'"$(printf '${octal(character)}')"'`);
}

function octal(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
    .join('');
}

function unfit(reason: string): ValetKeyError {
  return new ValetKeyError('no_request', `This request cannot be written as a curl command. ${reason}`);
}

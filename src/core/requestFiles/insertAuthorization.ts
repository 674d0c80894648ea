import type { FileRequest, LineSource, RequestFile } from './requestFile';

/**
 * A change of one line. Lines count from 0 and are those of the text before any of the changes; all of them are made
 * at once, and none touches a line that another changes.
 */
export type LineEdit =
  /** The line's whole text becomes `text`; its line ending stays. */
  | { readonly kind: 'replace'; readonly line: number; readonly text: string }
  /** A line ending and `text` come after the line's text. */
  | { readonly kind: 'insertAfter'; readonly line: number; readonly text: string }
  /** The line goes, with the line ending before it. Never the first line. */
  | { readonly kind: 'delete'; readonly line: number };

export interface AuthorizationEdit {
  readonly kind: 'edit';
  /** From the top of the file down; empty when every header is right already. */
  readonly edits: readonly LineEdit[];
}

export interface AuthorizationEditProblem {
  readonly kind: 'no_request' | 'curl_command' | 'header_value_refused';
  /** What is wrong and what to do, for a person; never the header's value. */
  readonly message: string;
}

/** Decision 11: what a header value may consist of. */
const printableAscii = /^[\x20-\x7E]+$/;

/** Which header it is, and whether its value holds a placeholder that was made with care instead of a token. */
export interface HeaderKind {
  readonly name?: string;
  readonly isPlaceholder?: boolean;
}

/**
 * Gives each request that has a cursor exactly one Authorization header (RFC 9110 §11.6.2), or another one that holds
 * its token: an existing one is replaced, others beside it are removed, and without one it comes after the last header.
 * A cursor that is in no request is passed over as long as another is in one.
 * @param lines the text that `file` was read from
 * @param headerValue e.g. `Bearer …`
 */
export function authorizationEdits(
  file: RequestFile,
  lines: LineSource,
  cursorLines: readonly number[],
  headerValue: string,
  { name = 'Authorization', isPlaceholder = false }: HeaderKind = {},
): AuthorizationEdit | AuthorizationEditProblem {
  const isSafe = isPlaceholder ? isOneLine(headerValue) : isSafeHeaderValue(headerValue);
  if (!isSafe) return problems.header_value_refused;
  const requests = requestsAt(file, cursorLines);
  if ('kind' in requests) return requests;
  const edits = requests
    .flatMap((request) => {
      // In Markdown a fence may stand in a list, and its lines as far in as the list's text.
      const indentation = file.kind === 'markdown' ? /^\s*/.exec(lines.lineAt(request.requestLine))?.[0] : '';
      return editsOf(request, name, `${indentation ?? ''}${name}: ${headerValue}`);
    })
    .filter((edit) => edit.kind !== 'replace' || edit.text !== lines.lineAt(edit.line));
  return { kind: 'edit', edits };
}

/** The requests that have a cursor and can have headers, from the top of the file down. */
export function requestsAt(
  file: RequestFile,
  cursorLines: readonly number[],
): readonly FileRequest[] | AuthorizationEditProblem {
  const found = new Map<number, FileRequest>();
  for (const cursorLine of cursorLines) {
    const request = file.requestAt(cursorLine);
    if (request !== undefined) found.set(request.requestLine, request);
  }
  const requests = [...found.values()].filter(({ isCurl }) => !isCurl);
  if (requests.length === 0) return found.size > 0 ? problems.curl_command : problems.no_request;
  return requests.sort((a, b) => a.requestLine - b.requestLine);
}

/**
 * Whether a value can stand in a request file and stay one header value: it adds no line and so no header or request
 * (T9), and no `{{variable}}`, which a neighbour would fill in at send time.
 */
function isSafeHeaderValue(value: string): boolean {
  return printableAscii.test(value) && value === value.trim() && !value.includes('{{');
}

/** A line of U+2028 ends in no editor’s view but in some program’s. */
function isOneLine(value: string): boolean {
  return value === value.trim() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value);
}

function editsOf({ headers, lastUrlLine }: FileRequest, headerName: string, text: string): LineEdit[] {
  const [existing, ...duplicates] = headers.filter(({ name }) => name === headerName.toLowerCase());
  if (existing === undefined) {
    return [{ kind: 'insertAfter', line: headers.at(-1)?.line ?? lastUrlLine, text }];
  }
  return [
    { kind: 'replace', line: existing.line, text },
    ...duplicates.map(({ line }) => ({ kind: 'delete' as const, line })),
  ];
}

const problems = {
  no_request: {
    kind: 'no_request',
    message:
      'There is no request here. Put the cursor into a request, or write one first, such as GET https://api.example.com/me',
  },
  curl_command: {
    kind: 'curl_command',
    message:
      'This request is a curl command, which has no header lines. Write it as a request, such as GET https://api.example.com/me',
  },
  header_value_refused: {
    kind: 'header_value_refused',
    message:
      'The header was not inserted: the token holds characters that could add lines or variables to the file. Tell whoever runs the authorization server.',
  },
} as const satisfies Record<AuthorizationEditProblem['kind'], AuthorizationEditProblem>;

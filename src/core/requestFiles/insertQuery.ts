import { withoutVersion } from './lineForms';
import { requestsAt, type AuthorizationEdit, type AuthorizationEditProblem } from './insertAuthorization';
import type { FileRequest, LineSource, RequestFile } from './requestFile';

/** A parameter's value ends at the next one, at the fragment or at a blank; a placeholder in it may hold all of them. */
const parameterValue = '(?:\\{\\{.*?\\}\\}|[^&#\\s])*';

/**
 * Puts a placeholder into the query of each request that has a cursor, in place of the parameter's value that is there
 * (RFC 6750 §2.3). Only for a profile that says so (L16), and never a token.
 */
export function queryEdits(
  file: RequestFile,
  lines: LineSource,
  cursorLines: readonly number[],
  parameter: string,
  placeholder: string,
): AuthorizationEdit | AuthorizationEditProblem {
  const requests = requestsAt(file, cursorLines);
  if ('kind' in requests) return requests;
  const edits = requests.map((request) => queryEdit(request, lines, parameter, placeholder));
  return { kind: 'edit', edits: edits.filter(({ line, text }) => text !== lines.lineAt(line)) };
}

function queryEdit(request: FileRequest, lines: LineSource, parameter: string, placeholder: string) {
  const { requestLine, lastUrlLine, url } = request;
  const written = `${encodeURIComponent(parameter)}=`;
  const existing = new RegExp(`([?&])${escaped(written)}${parameterValue}`, 's');
  for (let line = requestLine; line <= lastUrlLine; line++) {
    const text = lines.lineAt(line);
    if (!existing.test(text)) continue;
    const replaced = text.replace(existing, (_, before: string) => before + written + placeholder);
    return { kind: 'replace', line, text: replaced } as const;
  }
  const text = lines.lineAt(lastUrlLine);
  const target = withoutVersion(text).trimEnd();
  const fragment = target.indexOf('#');
  const end = fragment < 0 ? target.length : fragment;
  const added = `${url.includes('?') ? '&' : '?'}${written}${placeholder}`;
  return {
    kind: 'replace',
    line: lastUrlLine,
    text: text.slice(0, end) + added + text.slice(end),
  } as const;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

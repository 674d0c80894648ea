import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import {
  authorizationEdits,
  type AuthorizationEdit,
  type AuthorizationEditProblem,
  type HeaderKind,
  type LineEdit,
} from '../../core/requestFiles/insertAuthorization';
import { queryEdits } from '../../core/requestFiles/insertQuery';
import { linesOf, type RequestDocuments } from './requestDocuments';
import type { RequestPlace } from './requestPlace';

/** What is to stand in the requests: a header, or a parameter of the URL's query. */
export type Insertion =
  | (HeaderKind & { readonly kind: 'header'; readonly name: string; readonly value: string })
  | { readonly kind: 'query'; readonly name: string; readonly value: string };

/**
 * Puts a header or a parameter into each request of a place: one undo step, the document's own line endings.
 * @throws ValetKeyError `no_request`, `token_response_invalid`, `document_not_changed`; nothing was changed then
 */
export async function insertIntoRequests(
  files: RequestDocuments,
  place: RequestPlace,
  insertion: Insertion,
): Promise<void> {
  const { editor } = place;
  if (editor.document.isClosed) throw notChanged('The file was closed meanwhile.');
  const edits = editsFor(files, place, insertion);
  if (edits.length === 0) return;
  if (!(await apply(editor, edits)))
    throw notChanged('The editor refused the change. Is the file read-only?');
}

/** Checks that there is a request to write into, before a person signs in for it. @throws ValetKeyError `no_request` */
export function checkRequest(files: RequestDocuments, place: RequestPlace): void {
  editsFor(files, place, { kind: 'header', name: 'Authorization', value: 'Bearer x' });
}

function editsFor(
  files: RequestDocuments,
  { editor: { document }, lines }: RequestPlace,
  insertion: Insertion,
): readonly LineEdit[] {
  const file = files.fileOf(document);
  const { name, value } = insertion;
  const result: AuthorizationEdit | AuthorizationEditProblem =
    insertion.kind === 'query'
      ? queryEdits(file, linesOf(document), lines, name, value)
      : authorizationEdits(file, linesOf(document), lines, value, insertion);
  if (result.kind === 'edit') return result.edits;
  const code = result.kind === 'header_value_refused' ? 'token_response_invalid' : 'no_request';
  throw new ValetKeyError(code, result.message);
}
/** Whether the editor took the edits. VS Code turns `\n` into the document's own line ending. */
async function apply(editor: vscode.TextEditor, edits: readonly LineEdit[]): Promise<boolean> {
  const { document } = editor;
  const { version } = document;
  try {
    const accepted = await editor.edit((builder) => {
      for (const edit of edits) {
        const { range } = document.lineAt(edit.line);
        if (edit.kind === 'replace') builder.replace(range, edit.text);
        else if (edit.kind === 'insertAfter') builder.insert(range.end, `\n${edit.text}`);
        else builder.delete(new vscode.Range(document.lineAt(edit.line - 1).range.end, range.end));
      }
    });
    // VS Code accepts edits of a read-only document, and makes none of them.
    return accepted && document.version !== version;
  } catch {
    return false; // VS Code rejects when the editor is gone.
  }
}

function notChanged(why: string): ValetKeyError {
  return new ValetKeyError('document_not_changed', `The header was not inserted. ${why}`, {
    hint: 'Nothing was changed. “Copy Bearer Header” puts it on the clipboard instead.',
  });
}

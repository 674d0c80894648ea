import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import { authorizationEdits, type LineEdit } from '../../core/requestFiles/insertAuthorization';
import { linesOf, type RequestDocuments } from './requestDocuments';

/**
 * Puts the Authorization header into each request that has a cursor: one undo step, the document's own line endings.
 * @param value the header's value, e.g. `Bearer …`
 * @throws ValetKeyError `no_request`, `document_not_changed`; nothing was changed then
 */
export async function insertAuthorization(
  files: RequestDocuments,
  editor: vscode.TextEditor,
  value: string,
): Promise<void> {
  if (editor.document.isClosed) throw notChanged('The file was closed meanwhile.');
  const edits = editsFor(files, editor, value);
  if (edits.length === 0) return;
  if (!(await apply(editor, edits)))
    throw notChanged('The editor refused the change. Is the file read-only?');
}

/** Checks that there is a request to put a header into, before a person signs in for it. @throws ValetKeyError `no_request` */
export function checkRequest(files: RequestDocuments, editor: vscode.TextEditor): void {
  editsFor(files, editor, 'Bearer x');
}

function editsFor(
  files: RequestDocuments,
  { document, selections }: vscode.TextEditor,
  value: string,
): readonly LineEdit[] {
  const cursors = selections.map((selection) => selection.active.line);
  const result = authorizationEdits(files.fileOf(document), linesOf(document), cursors, value);
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

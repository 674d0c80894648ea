import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import { checkRequest, insertAuthorization } from '../editor/insertAuthorization';
import { isRequestDocument } from '../editor/requestDocuments';
import { confirmHeader, headerValue, readyToken } from '../readyToken';
import type { Command } from './command';

export const insertBearerHeader: Command = async (dependencies, target) => {
  const { requestDocuments } = dependencies;
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isRequestDocument(editor.document)) {
    throw new ValetKeyError('no_request', 'There is no request to insert a header into.', {
      hint: 'Open an .http, .rest or Markdown file and put the cursor into a request.',
    });
  }
  checkRequest(requestDocuments, editor);
  const record = await readyToken(dependencies, target, 'Insert Bearer Header');
  await insertAuthorization(requestDocuments, editor, headerValue(record));
  confirmHeader(record, 'inserted');
};

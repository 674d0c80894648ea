import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import { checkRequest, insertAuthorization } from '../editor/insertAuthorization';
import { confirmHeader, headerValue, readyToken } from '../readyToken';
import type { Command } from './command';

export const insertBearerHeader: Command = async (dependencies, target) => {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'http') {
    throw new ValetKeyError('no_request', 'There is no request to insert a header into.', {
      hint: 'Open an .http or .rest file and put the cursor into a request.',
    });
  }
  checkRequest(editor);
  const record = await readyToken(dependencies, target, 'Insert Bearer Header');
  await insertAuthorization(editor, headerValue(record));
  confirmHeader(record, 'inserted');
};

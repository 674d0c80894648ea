import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import { resolveUrl, type FileRequest } from '../../core/requestFiles/requestFile';
import type { RequestTarget } from '../requests/requestTokens';
import { isRequestDocument, type RequestDocuments } from './requestDocuments';

/** The requests that a command works on. */
export interface RequestPlace {
  readonly editor: vscode.TextEditor;
  /** Of lines in them, counted from 0. */
  readonly lines: readonly number[];
}

/**
 * The request that a lens or a link names (`{ uri, line }`), or else those with a cursor in the active editor.
 * @throws ValetKeyError `no_request`
 */
export async function requestPlace(argument: unknown): Promise<RequestPlace> {
  if (isNamed(argument)) {
    const uri = argument.uri.toString();
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
    const editor = shown ?? (await vscode.window.showTextDocument(vscode.Uri.parse(uri)));
    return { editor, lines: [argument.line] };
  }
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isRequestDocument(editor.document)) {
    throw new ValetKeyError('no_request', 'There is no request to insert a header into.', {
      hint: 'Open an .http, .rest or Markdown file and put the cursor into a request.',
    });
  }
  return { editor, lines: editor.selections.map(({ active }) => active.line) };
}

/** Where the tokens of these requests would go, from the top of the file down. */
export function targetsAt(
  files: RequestDocuments,
  { editor, lines }: RequestPlace,
): readonly RequestTarget[] {
  const file = files.fileOf(editor.document);
  const requests = new Map<number, FileRequest>();
  for (const line of [...lines].sort((a, b) => a - b)) {
    const request = file.requestAt(line);
    if (request !== undefined) requests.set(request.requestLine, request);
  }
  return [...requests.values()].map((request) => ({
    url: resolveUrl(file, request),
    hint: request.profileHint?.name,
    file: editor.document.uri.toString(),
  }));
}

/** A URI in a link is what JSON makes of it: its text. */
function isNamed(value: unknown): value is { readonly uri: vscode.Uri | string; readonly line: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'line' in value &&
    typeof value.line === 'number' &&
    'uri' in value &&
    (typeof value.uri === 'string' || value.uri instanceof vscode.Uri)
  );
}

import * as vscode from 'vscode';
import { ValetKeyError } from '../../core/errors';
import { resolveUrl, type FileRequest } from '../../core/requestFiles/requestFile';
import type { RequestTarget } from '../requests/requestTokens';
import { insertDestinations } from '../../core/requestFiles/insertDestinations';
import { neighbourExtensions } from '../ids';
import { isRequestDocument, linesOf, type RequestDocuments } from './requestDocuments';

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
export function targetsAt(files: RequestDocuments, place: RequestPlace): readonly RequestTarget[] {
  const { document } = place.editor;
  const file = files.fileOf(document);
  return requestsAt(files, place).map((request) => ({
    url: resolveUrl(file, request),
    hint: request.profileHint?.name,
    file: document.uri.toString(),
  }));
}

/** Where they go when they are written into the file, which REST Client may read in another way. */
export function insertDestinationsAt(
  files: RequestDocuments,
  place: RequestPlace,
): readonly (string | undefined)[] {
  const { document } = place.editor;
  const isThere = vscode.extensions.getExtension(neighbourExtensions.restClient) !== undefined;
  const restClient = isThere ? { settingsSayHost: settingsSayHost(document) } : undefined;
  const file = files.fileOf(document);
  return requestsAt(files, place).flatMap((request) =>
    insertDestinations(file, request, linesOf(document), restClient),
  );
}

function requestsAt(files: RequestDocuments, { editor, lines }: RequestPlace): readonly FileRequest[] {
  const file = files.fileOf(editor.document);
  const requests = new Map<number, FileRequest>();
  for (const line of [...lines].sort((a, b) => a - b)) {
    const request = file.requestAt(line);
    if (request !== undefined) requests.set(request.requestLine, request);
  }
  return [...requests.values()];
}

/** REST Client takes the headers of its settings first. */
function settingsSayHost({ uri }: vscode.TextDocument): boolean {
  const headers: unknown = vscode.workspace.getConfiguration('rest-client', uri).get('defaultHeaders');
  return Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'host');
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

import type * as vscode from 'vscode';
import { ValetKeyError } from '../../../core/errors';
import { environmentVariablesIn } from '../../../core/requestFiles/environmentVariables';
import { restClientRequestAt } from '../../../core/requestFiles/restClientRequest';
import { resolveUrl, type FileRequest } from '../../../core/requestFiles/requestFile';
import type { RequestDocuments } from '../../editor/requestDocuments';

/** A request as REST Client would send it, as far as a token is concerned. */
export interface SentRequest {
  readonly request: FileRequest;
  /** The request line, by which REST Client finds it. */
  readonly line: number;
  /** Without comments. */
  readonly text: string;
  readonly url: string | undefined;
  /** With its file and the variables there: another one is another request. */
  readonly asWritten: string;
  /** Of the environment, that it needs. */
  readonly variables: readonly string[];
  /** Whether it holds what httpYac asks us about. */
  readonly callsForToken: boolean;
}

const call = /\{\{\s*\$auth\.token\(|^[^:]+:\s*valetkey\s/i;
const comment = /^\s*(?:#|\/\/)/;

/** @throws ValetKeyError `no_request` */
export function readRequest(
  files: Pick<RequestDocuments, 'fileOf'>,
  document: vscode.TextDocument,
  line: number,
): SentRequest {
  const file = files.fileOf(document);
  const request = file.requestAt(line);
  if (request === undefined) {
    throw new ValetKeyError('no_request', 'There is no request here to send.', {
      hint: 'Put the cursor into a request, or write one first, such as GET https://api.example.com/me',
    });
  }
  const { requestLine, endLine } = request;
  const lines = Array.from(
    { length: endLine - requestLine + 1 },
    (_, at) => document.lineAt(requestLine + at).text,
  );
  const sent = lines.filter((text) => !comment.test(text));
  return {
    request,
    line: requestLine,
    text: sent.join('\n'),
    url: resolveUrl(file, request),
    asWritten: JSON.stringify([document.uri.toString(), sent, file.variables]),
    variables: environmentVariablesIn(sent, file.variables),
    callsForToken: sent.some((line) => call.test(line)),
  };
}

/**
 * The same as REST Client reads it, for which a block is one request, whatever stands in it. A token goes where that
 * one does.
 * @throws ValetKeyError `no_request` when REST Client would send another one, or none
 */
export function asRestClientReads(
  sent: SentRequest,
  files: Pick<RequestDocuments, 'fileOf'>,
  document: vscode.TextDocument,
): SentRequest {
  const lines = { lineCount: document.lineCount, lineAt: (line: number) => document.lineAt(line).text };
  const read = restClientRequestAt(lines, files.fileOf(document).kind, sent.line);
  if (read?.line === sent.line) return { ...sent, url: read.url };
  const message =
    read === undefined
      ? 'REST Client sees no request here, so it was not sent.'
      : `REST Client would send what stands in line ${read.line + 1} instead of this request, so it was not sent.`;
  throw new ValetKeyError('no_request', message, {
    hint: 'Put a line with ### at its very start above each request; in Markdown, give each a fence of its own (```http).',
  });
}

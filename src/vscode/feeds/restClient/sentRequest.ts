import type * as vscode from 'vscode';
import { ValetKeyError } from '../../../core/errors';
import { environmentVariablesIn } from '../../../core/requestFiles/environmentVariables';
import { restClientRequestAt, restClientUrlAt } from '../../../core/requestFiles/restClientRequest';
import { urlsInCurl, variablesInUrl, type VariableInUrl } from '../../../core/requestFiles/tokenInUrl';
import { fillVariables } from '../../../core/requestFiles/resolveUrl';
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
  /** Those of them that REST Client puts into the URL. */
  readonly inUrl: readonly VariableInUrl[];
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
    inUrl: [],
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
  const file = files.fileOf(document);
  const read = restClientRequestAt(lines, file.kind, sent.line);
  if (read?.line === sent.line) {
    const written = restClientUrlAt(lines, file.kind, sent.line) ?? '';
    // Of an unknown host, too, it is to be seen what the rest of the address is.
    const url = read.url ?? fillVariables(file, sent.request, written).replace(/\sHTTP\/.*$/is, '');
    const urls = sent.request.isCurl ? urlsInCurl(sent.text) : [url.trim()];
    return { ...sent, url: read.url, inUrl: urls.flatMap((one) => variablesInUrl(one, file.variables)) };
  }
  const message =
    read === undefined
      ? 'REST Client sees no request here, so it was not sent.'
      : `REST Client would send what stands in line ${read.line + 1} instead of this request, so it was not sent.`;
  throw new ValetKeyError('no_request', message, {
    hint: 'Put a line with ### at its very start above each request; in Markdown, give each a fence of its own (```http).',
  });
}

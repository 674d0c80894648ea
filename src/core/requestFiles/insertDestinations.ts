import type { LineSource } from './lineSource';
import type { FileRequest, RequestFile } from './requestFile';
import { resolveUrl } from './resolveUrl';
import { restClientRequestAt } from './restClientRequest';

/**
 * Where a token goes that is written into a request, whoever sends that later.
 * @param lines the text that the file was read from
 * @param restClient what is to be known of REST Client; `undefined` where it is not there
 * @returns one address, or two that readers of the file do not agree on; `undefined` for one that nobody knows
 */
export function insertDestinations(
  file: RequestFile,
  request: FileRequest,
  lines: LineSource,
  restClient: { readonly settingsSayHost: boolean } | undefined,
): readonly (string | undefined)[] {
  const ours = resolveUrl(file, request);
  if (restClient === undefined) return [ours];
  const { requestLine } = request;
  const read = restClientRequestAt(lines, file.kind, requestLine, restClient.settingsSayHost);
  if (read === undefined) return [ours];
  // Of another request it would be a header, or a piece of the body.
  const its = read.line === requestLine ? read.url : undefined;
  return its === undefined || its === ours ? [its] : [ours, its];
}

import { readFile } from 'node:fs/promises';
import type { ProcessedHttpRegion } from 'httpyac';

/**
 * Sends the request that stands at `line` (from 1) of an .http file with the httpYac library, as its editor extension
 * and its command line do, and returns the status and body of the answer.
 * @throws Error when there is no request at that line, or no answer
 */
export async function sendRequest(file: string, line: number): Promise<{ status: number; body: string }> {
  const { cli, send, store } = await import('httpyac');
  cli.initFileProvider();
  const httpFile = await new store.HttpFileStore().getOrCreate(file, () => readFile(file, 'utf8'), 0, {});
  const httpRegion = httpFile.httpRegions.find(
    ({ symbol, request }) => request && symbol.startLine < line && line <= symbol.endLine + 1,
  );
  if (!httpRegion) throw new Error(`There is no request at line ${line} of ${file}.`);
  const processedHttpRegions: ProcessedHttpRegion[] = [];
  await send({ httpFile, httpRegion, processedHttpRegions });
  const response = processedHttpRegions.at(-1)?.response;
  if (!response) throw new Error(`httpYac got no answer to the request at line ${line}.`);
  return { status: response.statusCode, body: String(response.body) };
}

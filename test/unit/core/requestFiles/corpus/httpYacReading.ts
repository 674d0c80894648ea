import type { RequestFile } from '../../../../../src/core/requestFiles/requestFile';

/** What a parser found in a file, in words that two parsers can share: the requests, one a line and one a header. */
export type Reading = readonly string[];

/** What the httpYac library itself reads. Its methods for what is no HTTP are names of protocols. */
export async function httpYacReading(name: string, text: string): Promise<Reading> {
  const { cli, store } = await import('httpyac');
  cli.initFileProvider();
  const file = await new store.HttpFileStore().getOrCreate(name, () => Promise.resolve(text), 0, {});
  return file.httpRegions.flatMap(({ request, symbol }) => {
    if (request === undefined) return [];
    const requestLine = symbol.children?.find(({ kind }) => kind === 'requestLine');
    const headers = Object.entries(request.headers ?? {}).flatMap(([header, values]) =>
      (Array.isArray(values) ? values : [values]).map((value) =>
        headerIn(header.toLowerCase(), String(value)),
      ),
    );
    return [
      `${requestLine?.startLine ?? '?'} ${request.method ?? 'GET'} ${request.url ?? ''}`,
      ...headers.toSorted(),
    ];
  });
}

export function ourReading(file: RequestFile): Reading {
  return file.requestsBetween(0, file.lineCount).flatMap(({ requestLine, method, url, headers }) => [
    `${requestLine} ${protocolOf(method, url)} ${url}`,
    // httpYac keeps one of several that are empty.
    ...headers
      .filter(
        ({ name, value }, at) => value !== '' || !headers.slice(0, at).some((other) => other.name === name),
      )
      .map(({ name, value }) => headerIn(name, value))
      .toSorted(),
  ]);
}

function headerIn(name: string, value: string): string {
  return `  ${name}: ${value}`;
}

function protocolOf(method: string | undefined, url: string): string {
  if (method === undefined) return /^wss?:/.test(url) ? 'WS' : 'GET';
  return { WSS: 'WS', WEBSOCKET: 'WS', EVENTSOURCE: 'SSE', MQTTS: 'MQTT' }[method] ?? method;
}

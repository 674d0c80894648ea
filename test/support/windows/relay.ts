import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback, stopServer } from '../httpServers';

export interface Relay {
  readonly url: string;
  /** How many requests it has passed on. */
  readonly requests: () => number;
  stop(): Promise<void>;
}

/** Passes POST requests on to a server that cannot be asked what it has seen, and counts them. */
export async function startRelay(destination: () => string): Promise<Relay> {
  let requests = 0;
  const server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      requests += 1;
      const { 'content-type': type = '', accept = '' } = request.headers;
      const answer = await fetch(destination(), {
        method: 'POST',
        headers: { 'content-type': type, accept },
        body: new Uint8Array(body),
      });
      response.statusCode = answer.status;
      const answered = answer.headers.get('content-type');
      if (answered !== null) response.setHeader('content-type', answered);
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}/token`,
    requests: () => requests,
    stop: () => stopServer(server),
  };
}

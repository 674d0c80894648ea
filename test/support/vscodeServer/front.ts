import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenOnLoopback, stopServer } from '../httpServers';

export interface Front {
  readonly port: number;
  close(): Promise<void>;
}

/** The half of the key of a window's secrets that the workbench asks its server for. */
const secretKeyHalf = Buffer.alloc(32, 7);

/**
 * What code-server puts between a browser and the VS Code server, as far as an extension can notice it:
 * - `POST …/mint-key` gives the same key each time, so that secrets outlive a reload of the page.
 * - `/proxy/<port>/<path>` leads to `127.0.0.1:<port>/<path>`: the workbench turns loopback URLs into these.
 * - Everything else goes to the VS Code server on `serverPort`, WebSockets too.
 */
export async function startFront(serverPort: number): Promise<Front> {
  const front = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://front');
    if (incoming.method === 'POST' && pathname.endsWith('/mint-key')) {
      response.end(secretKeyHalf);
    } else {
      forward(incoming, response, destination(incoming, serverPort));
    }
  });
  front.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) =>
    forwardUpgrade(incoming, socket, head, destination(incoming, serverPort)),
  );
  return { port: await listenOnLoopback(front), close: () => stopServer(front) };
}

interface Destination {
  readonly port: number;
  readonly path: string;
  /** What the front took off the path, and must put before the paths that come back. */
  readonly base: string;
}

function destination({ url = '/' }: IncomingMessage, serverPort: number): Destination {
  const [, base, port, path] = /^(\/proxy\/(\d+))(.*)$/.exec(url) ?? [];
  if (base === undefined) return { port: serverPort, path: url, base: '' };
  return { port: Number(port), path: path?.startsWith('/') ? path : `/${path ?? ''}`, base };
}

/** The Host header stays as the browser sent it, as with code-server. */
function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { port, path, base }: Destination,
): void {
  const { method, headers } = incoming;
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
    const location = answer.headers.location;
    if (location?.startsWith('/')) answer.headers.location = base + location;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  outgoing.on('error', ({ message }) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end(message);
  });
  response.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function forwardUpgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, to: Destination): void {
  const server = connect(to.port, '127.0.0.1', () => {
    const lines = [`${incoming.method ?? 'GET'} ${to.path} HTTP/1.1`];
    for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
      lines.push(`${incoming.rawHeaders[i] ?? ''}: ${incoming.rawHeaders[i + 1] ?? ''}`);
    }
    server.write(`${lines.join('\r\n')}\r\n\r\n`);
    server.write(head);
    socket.pipe(server).pipe(socket);
  });
  server.on('error', () => socket.destroy()).on('close', () => socket.destroy());
  socket.on('error', () => server.destroy()).on('close', () => server.destroy());
}

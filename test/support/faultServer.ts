import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback, stopServer } from './httpServers';

/** How one request is answered. Without any member: 200 and an empty body. */
export interface Answer {
  readonly status?: number;
  /** Sent as they are, a wrong `content-length` included. An array sends the header several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** Sends the body byte by byte, with this pause in milliseconds before each. */
  readonly pausePerByte?: number;
  /** Stops answering, and keeps the connection open until the server is stopped. */
  readonly stall?: 'beforeHeaders' | 'inBody';
  /** Cuts the connection: before any byte, or after half of the body. */
  readonly cut?: 'beforeHeaders' | 'inBody';
  /** Bytes for the socket instead of an HTTP answer; the connection is closed after them. */
  readonly raw?: string | Uint8Array;
}

/** An answer, or a function that makes one from what was asked. */
export type Script = Answer | ((request: ReceivedRequest) => Answer);

export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface FaultServer {
  /** Without a final slash. */
  readonly url: string;
  readonly port: number;
  /** Every request that arrived whole, in order. */
  readonly requests: ReceivedRequest[];
  /** Answers requests for `path` by these scripts in turn; the last one stays. Other paths answer 404. */
  on(path: string, ...scripts: readonly [Script, ...Script[]]): void;
  /** Milliseconds that this server has worked on answers so far, for figures: its waits and the network are not in it. */
  busyMs(): number;
  /** Resolves with the first request for `path` once it has arrived. */
  received(path: string): Promise<ReceivedRequest>;
  /** Closes every connection, stalled ones too. */
  stop(): Promise<void>;
}

export const json = (value: unknown, answer: Answer = {}): Answer => ({
  ...answer,
  headers: { 'content-type': 'application/json', ...answer.headers },
  body: JSON.stringify(value),
});

export const redirect = (location: string, status = 302): Answer => ({ status, headers: { location } });

/** Starts an HTTP server on 127.0.0.1 that misbehaves as told. */
export async function startFaultServer(): Promise<FaultServer> {
  const scripts = new Map<string, Script[]>();
  const requests: ReceivedRequest[] = [];
  let busyMs = 0;
  const waiting: { path: string; arrived: (request: ReceivedRequest) => void }[] = [];

  const server = createServer((message, response) => {
    response.strictContentLength = false;
    void receive(message).then((request) => {
      requests.push(request);
      for (const { path, arrived } of waiting) if (path === pathOf(request)) arrived(request);
      const started = performance.now();
      const sent = send(response, next(request));
      busyMs += performance.now() - started;
      return sent;
    }, ignoreBrokenConnection);
  });

  function next(request: ReceivedRequest): Answer {
    const left = scripts.get(pathOf(request)) ?? [];
    const script = (left.length > 1 ? left.shift() : left[0]) ?? { status: 404 };
    return typeof script === 'function' ? script(request) : script;
  }

  const port = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    busyMs: () => busyMs,
    on: (path, ...answers) => scripts.set(path, [...answers]),
    received: (path) => {
      const already = requests.find((request) => pathOf(request) === path);
      return already ? Promise.resolve(already) : new Promise((arrived) => waiting.push({ path, arrived }));
    },
    stop: () => stopServer(server),
  };
}

async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const { method = '', url = '', headers } = message;
  return { method, url, headers, body: (await buffer(message)).toString() };
}

function pathOf({ url }: ReceivedRequest): string {
  return url.split('?', 1)[0] ?? '';
}

async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (answer.stall === 'beforeHeaders') return;
  if (answer.cut === 'beforeHeaders') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (answer.raw !== undefined) {
    response.socket?.end(answer.raw);
    return;
  }
  const body = Buffer.from(answer.body ?? '');
  response.statusCode = answer.status ?? 200;
  // Without a length a client could not tell a cut body from a short one.
  response.setHeader('content-length', body.length);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.flushHeaders();
  if (answer.stall === 'inBody' || answer.cut === 'inBody') {
    response.write(body.subarray(0, body.length / 2), () => {
      if (answer.cut === 'inBody') response.socket?.destroy();
    });
    return;
  }
  if (answer.pausePerByte === undefined) response.end(body);
  else await trickle(response, body, answer.pausePerByte);
}

async function trickle(response: ServerResponse, body: Buffer, pause: number): Promise<void> {
  for (const byte of body) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
  }
  response.end();
}

/** A client that gave up before its request was whole is part of what this server is for. */
function ignoreBrokenConnection(): void {
  return;
}

import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Writes these bytes to a port and reads until the server closes the connection.
 * @param request a whole HTTP request, as odd as wanted
 * @throws the socket's error, `ECONNREFUSED` for one
 */
export async function sendRaw(port: number, request: string, host = '127.0.0.1'): Promise<RawAnswer> {
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, host, () => socket.write(request, 'latin1'));
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (received += chunk));
    // A server that refuses a long request closes while we still write: what it said before counts.
    socket.on('error', (error) => (received === '' ? reject(error) : resolve(received)));
    socket.on('close', () => resolve(received));
  });
  const [head = '', ...body] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: new Map(
      lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    ),
    body: body.join('\r\n\r\n'),
  };
}

/** GET as a browser does it, without following anything. */
export function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<RawAnswer> {
  const { hostname, host, port, pathname, search } = new URL(url);
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return sendRaw(
    Number(port),
    `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`,
    hostname.replace(/^\[|\]$/g, ''),
  );
}

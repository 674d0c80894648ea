import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually';

/**
 * Listens on 127.0.0.1 and resolves with the port; 0 asks for any free one.
 * @throws the server's own error, `EADDRINUSE` for a taken port
 */
export async function listenOnLoopback(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** A port on 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  await stopServer(server);
  return port;
}

/** Waits until nobody listens on a port of 127.0.0.1 any more. */
export async function untilFree(port: number): Promise<void> {
  const server = createServer();
  await eventually(`port ${port} to be free`, () =>
    listenOnLoopback(server, port).then(
      () => true,
      () => false,
    ),
  );
  await stopServer(server);
}

/** Closes every connection, busy or not, and resolves once the port is free. */
export async function stopServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

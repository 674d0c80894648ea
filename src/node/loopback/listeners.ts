import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ValetKeyError } from '../../core/errors';

/**
 * Room for 16 KB of request target, which the router checks, and for the cookies that a browser brings from
 * everything else that was ever developed on 127.0.0.1: cookies know no ports.
 */
const MAX_HEADER_BYTES = 32 * 1024;
/** A browser on the same machine sends its request at once; whoever is slower is not one. */
const MAX_REQUEST_MS = 10_000;

/** One server an address. */
export class Listeners {
  readonly #servers: Server[] = [];

  /**
   * Listens on the same port of each address that this machine has.
   * @param port 0 for any free one
   * @returns the port
   * @throws ValetKeyError `port_in_use`, `listen_failed`; nothing is left listening then
   */
  async open(addresses: readonly string[], port: number): Promise<number> {
    let bound: number | undefined;
    for (const address of addresses) {
      try {
        bound = await this.#listen(address, bound ?? port);
      } catch (error) {
        const code = codeOf(error);
        const isMissing = code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT';
        if (isMissing && addresses.length > 1) continue;
        await this.close();
        throw explain(code, address, port);
      }
    }
    if (bound === undefined) throw explain('EADDRNOTAVAIL', addresses.join(' and '), port);
    return bound;
  }

  /** Hands every request to `handle`, which must not throw. To be called as soon as `open` resolved. */
  serve(handle: RequestListener): void {
    for (const server of this.#servers) server.on('request', handle);
  }

  /** Stops listening and cuts every connection, whatever it is doing. Idempotent, never throws. */
  async close(): Promise<void> {
    await Promise.all(
      this.#servers.splice(0).map(async (server) => {
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      }),
    );
  }

  async #listen(host: string, port: number): Promise<number> {
    const server = createServer({
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: MAX_REQUEST_MS,
      requestTimeout: MAX_REQUEST_MS,
      connectionsCheckingInterval: 1000,
    });
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    // From now on an error is a connection that could not be accepted; the browser tries again, and nobody dies.
    server.on('error', () => undefined);
    this.#servers.push(server);
    return (server.address() as AddressInfo).port;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

function explain(code: string, address: string, port: number): ValetKeyError {
  if (code === 'EADDRINUSE') {
    const finder = process.platform === 'win32' ? `netstat -ano | findstr :${port}` : `lsof -i :${port}`;
    return new ValetKeyError('port_in_use', `Port ${port} of the redirect URI is taken.`, {
      hint:
        'Another sign-in that still waits may have it, here or in another window: finish or cancel that one. ' +
        `Otherwise “${finder}” names the program that has it. Or register a redirect URI with another port.`,
      remedy: 'edit_profile',
    });
  }
  if (code === 'EACCES') {
    return new ValetKeyError(
      'listen_failed',
      `This computer does not let Valet Key listen on port ${port}.`,
      {
        hint: 'Ports below 1024 are often kept for the system: register a redirect URI with a higher one.',
        remedy: 'edit_profile',
      },
    );
  }
  return new ValetKeyError(
    'listen_failed',
    `Valet Key cannot listen on ${address}, port ${port} (${code}).`,
    {
      hint: 'Check the redirect URI in the profile, and what guards this computer’s network.',
      remedy: 'edit_profile',
    },
  );
}

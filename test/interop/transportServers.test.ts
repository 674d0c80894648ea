import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import https from 'node:https';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ValetKeyError } from '../../src/core/errors';
import type { TransportRequest } from '../../src/core/ports';
import { createAxiosTransport } from '../../src/node/axiosTransport';
import { startFaultServer } from '../support/faultServer';
import { createRecordingLogger } from '../support/fakes/logger';
import { listenOnLoopback, stopServer } from '../support/httpServers';
import { testCertificates, testKey } from '../support/tlsFixtures';

const tokenRequest: TransportRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'grant_type=client_credentials',
};
const body = '{"access_token":"abcdefgh","token_type":"bearer"}';

describe('axios transport and unusual servers', () => {
  const logger = createRecordingLogger();
  const transport = createAxiosTransport({ logger });

  async function failure(url: string): Promise<ValetKeyError> {
    const outcome = await transport.fetch(url, tokenRequest).catch((error: unknown) => error);
    assert.ok(outcome instanceof ValetKeyError, 'an error was expected');
    return outcome;
  }

  /** Answers every connection with these bytes, once the request's headers are in. */
  async function withRawServer(bytes: string, use: (url: string) => Promise<void>): Promise<void> {
    const server = createSocketServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end(bytes));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      await use(`http://127.0.0.1:${port}/token`);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it('I15: a host that has IPv6 alone is reached, by its address and its port', async () => {
    let asked: string | undefined;
    const server: Server = createServer((request, response) => {
      asked = `${request.headers.host ?? ''}${request.url ?? ''}`;
      response.end(body);
    });
    server.listen(0, '::1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const response = await transport.fetch(`http://[::1]:${port}/token`, tokenRequest);
    await stopServer(server);
    assert.equal(await response.text(), body);
    assert.equal(asked, `[::1]:${port}/token`);
  });

  it('I15: a path with %2F and a query arrive byte for byte', async () => {
    const server = await startFaultServer();
    const path = '/tenants/a%2Fb/%7Eme/token;v=1?api-version=2.0&x=%20+';
    await transport.fetch(server.url + path, tokenRequest);
    await server.stop();
    assert.deepEqual(
      server.requests.map(({ url }) => url),
      [path],
    );
  });

  it('I15: an internationalised host is asked for by its ASCII form, which a profile has to write', async () => {
    const error = await failure('https://xn--bcher-kva.invalid/token');
    assert.equal(error.code, 'request_not_sent');
    assert.match(error.message, /xn--bcher-kva\.invalid/);
  });

  it('I16: a server of HTTP/1.0 with lower-case header names is understood; its cookies are not kept', async () => {
    const head = 'HTTP/1.0 200 OK\r\ncontent-type: application/json\r\nset-cookie: session=1\r\n\r\n';
    await withRawServer(head + body, async (url) => {
      const response = await transport.fetch(url, tokenRequest);
      assert.equal(response.headers.get('content-type'), 'application/json');
      assert.equal(await response.text(), body);
      assert.deepEqual(response.headers.getSetCookie(), []);
    });
    const server = await startFaultServer();
    server.on('/token', { headers: { 'set-cookie': ['a=1', 'b=2'] }, body });
    await transport.fetch(`${server.url}/token`, tokenRequest);
    await transport.fetch(`${server.url}/token`, tokenRequest);
    await server.stop();
    assert.deepEqual(
      server.requests.map(({ headers }) => headers.cookie),
      [undefined, undefined],
    );
  });

  it('I18: “100 Continue” and early hints are not the answer', async () => {
    const early = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n';
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
    await withRawServer(early + head + body, async (url) => {
      const response = await transport.fetch(url, tokenRequest);
      assert.equal(response.status, 200);
      assert.equal(await response.text(), body);
    });
  });

  it('I18: a refusal before the whole request was read is that refusal', async () => {
    const server = createServer((request, response) => {
      response.writeHead(400, { connection: 'close' }).end('{"error":"invalid_request"}');
      void buffer(request).catch(() => undefined);
    });
    const port = await listenOnLoopback(server);
    const large = { ...tokenRequest, body: `x=${'y'.repeat(500_000)}` };
    const response = await transport.fetch(`http://127.0.0.1:${port}/token`, large);
    await stopServer(server);
    assert.equal(response.status, 400);
    assert.equal(await response.text(), '{"error":"invalid_request"}');
  });

  it('I19: a server that speaks only TLS 1.0 and 1.1 is refused, and the reason said', async () => {
    const server = https.createServer({
      key: testKey,
      cert: testCertificates.good,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    server.on('tlsClientError', () => undefined);
    const port = await listenOnLoopback(server);
    const error = await failure(`https://127.0.0.1:${port}/token`);
    await stopServer(server);
    assert.equal(error.code, 'request_not_sent');
    assert.match(`${error.message} ${error.hint ?? ''}`, /TLS 1\.2 or newer/);
  });
});

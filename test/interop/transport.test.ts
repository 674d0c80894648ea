import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib';
import { ValetKeyError, type ErrorCode } from '../../src/core/errors';
import type { Transport, TransportRequest } from '../../src/core/ports';
import { createAxiosTransport } from '../../src/node/axiosTransport';
import { json, redirect, startFaultServer, type FaultServer } from '../support/faultServer';
import { createRecordingLogger, type RecordingLogger } from '../support/fakes/logger';
import { forgetSecrets, registerSecret, scanForSecrets } from '../support/secrets';

const code = 'code-9b1f-of-the-flow';
const clientSecret = 'the client/secret+of=this test';
const tokenRequest: TransportRequest = {
  method: 'POST',
  headers: {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
    authorization: `Basic ${btoa(`client:${clientSecret}`)}`,
  },
  body: new URLSearchParams({ grant_type: 'authorization_code', code }).toString(),
};

describe('axios transport', () => {
  let server: FaultServer;
  let logger: RecordingLogger;
  let transport: Transport;

  beforeEach(async () => {
    registerSecret(code);
    registerSecret(clientSecret);
    server = await startFaultServer();
    logger = createRecordingLogger();
    transport = createAxiosTransport({ logger });
  });

  afterEach(async () => {
    await server.stop();
    scanForSecrets({ texts: { log: logger.lines.join('\n') } });
    forgetSecrets();
  });

  /** The error of a request that must fail. It is searched for the request's secrets. */
  async function failure(url: string, request = tokenRequest, by = transport): Promise<ValetKeyError> {
    const error = await by.fetch(url, request).then(
      ({ status }) => assert.fail(`answered with ${status}`),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof ValetKeyError, inspect(error));
    scanForSecrets({
      texts: {
        inspected: inspect(error, { depth: Infinity, showHidden: true }),
        json: JSON.stringify([error, error.cause]),
        stack: error.stack ?? '',
      },
    });
    return error;
  }

  async function assertFails(url: string, expected: ErrorCode, words: RegExp): Promise<ValetKeyError> {
    const error = await failure(url);
    assert.equal(error.code, expected, error.message);
    assert.match(error.message, words);
    return error;
  }

  it('I1: a token request arrives as RFC 6749 wants it', async () => {
    server.on('/token', json({ access_token: 'a' }));
    const response = await transport.fetch(`${server.url}/token?tenant=x%2Fy`, tokenRequest);

    assert.deepEqual(await response.json(), { access_token: 'a' });
    const [request] = server.requests;
    assert.equal(request?.method, 'POST');
    assert.equal(request.url, '/token?tenant=x%2Fy');
    assert.equal(request.body, tokenRequest.body);
    assert.equal(request.headers['content-type'], 'application/x-www-form-urlencoded;charset=UTF-8');
    assert.equal(request.headers.authorization, tokenRequest.headers.authorization);
    assert.equal(request.headers.accept, 'application/json');
    assert.equal(request.headers['cache-control'], 'no-store');
    assert.equal(request.headers['user-agent'], 'Valet-Key');
    for (const unwanted of ['origin', 'referer', 'cookie'])
      assert.ok(!(unwanted in request.headers), unwanted);
  });

  it('I1: a caller’s own Accept takes the place of ours', async () => {
    await transport.fetch(`${server.url}/x`, { method: 'GET', headers: { accept: 'application/jwt' } });
    assert.equal(server.requests[0]?.headers.accept, 'application/jwt');
  });

  it('logs method, host, path, status and duration, and neither query nor body', async () => {
    server.on('/token', json({ access_token: 'a' }));
    await transport.fetch(`${server.url}/token?q=${code}`, tokenRequest);
    assert.equal(logger.lines.length, 1);
    assert.match(logger.lines[0]!, new RegExp(`^POST 127\\.0\\.0\\.1:${server.port}/token: 200 in \\d+ ms$`));
  });

  for (const status of [301, 302, 303, 307, 308]) {
    it(`I4: ${status} is handed back and followed nowhere`, async () => {
      const other = await startFaultServer();
      try {
        const targets = [`${other.url}/token`, `${server.url}/elsewhere`, 'file:///etc/passwd', '/token'];
        server.on(
          '/token',
          redirect(targets[0]!, status),
          ...targets.slice(1).map((to) => redirect(to, status)),
        );
        for (const target of targets) {
          const response = await transport.fetch(`${server.url}/token`, tokenRequest);
          assert.equal(response.status, status);
          assert.equal(response.headers.get('location'), target);
        }
        assert.equal(other.requests.length, 0);
        assert.deepEqual(new Set(server.requests.map(({ url }) => url)), new Set(['/token']));
      } finally {
        await other.stop();
      }
    });
  }

  for (const [what, answer] of Object.entries({
    'stalled headers': { stall: 'beforeHeaders' },
    'a stalled body': { body: '{"access_token":"a"}', stall: 'inBody' },
    'a trickled body': { body: ' '.repeat(10_000), pausePerByte: 5 },
  } as const)) {
    it(`I5, I8: ${what} ends at the deadline, as an answer unknown`, async () => {
      server.on('/token', answer);
      const impatient = createAxiosTransport({ logger, deadlineMs: 300 });
      const error = await failure(`${server.url}/token`, tokenRequest, impatient);
      assert.equal(error.code, 'answer_unknown');
      assert.match(error.message, /within 0\.3 s: timed out/);
    });
  }

  it('I5: at the deadline the connection is closed; before the TLS handshake nothing was sent', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const impatient = createAxiosTransport({ logger, deadlineMs: 300 });
    for (const [scheme, expected] of Object.entries({ http: 'answer_unknown', https: 'request_not_sent' })) {
      const closed = once(silent, 'connection').then(([socket]) =>
        once((socket as Socket).resume(), 'close'),
      );
      const error = await failure(`${scheme}://127.0.0.1:${port}/token`, tokenRequest, impatient);
      assert.equal(error.code, expected, scheme);
      assert.match(error.message, /within 0\.3 s: timed out/);
      await closed;
    }
    silent.close();
  });

  it('I6: a refused connection and an unknown host were not sent', async () => {
    const { port } = server;
    await server.stop();
    const refused = await assertFails(`http://127.0.0.1:${port}/token`, 'request_not_sent', /ECONNREFUSED/);
    assert.match(refused.hint ?? '', /server is running/);
    await assertFails('https://no-such-host.invalid/token', 'request_not_sent', /ENOTFOUND|EAI_AGAIN/);
  });

  it('I7: a connection that ends after the request leaves the answer unknown, and nothing is sent again', async () => {
    server.on('/cut', { cut: 'beforeHeaders' });
    server.on('/short', json({ access_token: 'a' }, { cut: 'inBody' }));
    server.on('/garbage', { raw: 'SSH-2.0-OpenSSH_9.2\r\n' });
    for (const path of ['/cut', '/short', '/garbage']) {
      const error = await assertFails(server.url + path, 'answer_unknown', /did not answer completely/);
      assert.match(error.hint ?? '', /not sent a second time/);
    }
    assert.equal(server.requests.length, 3);
  });

  it('I7: no connection is used twice, so none can be dead when a code is sent over it', async () => {
    server.on('/token', { raw: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}' });
    for (let round = 0; round < 5; round += 1) {
      assert.equal((await transport.fetch(`${server.url}/token`, tokenRequest)).status, 200);
    }
    assert.equal(server.requests[0]?.headers.connection, 'close');
  });

  it('I9: cancelling during the exchange ends it silently; the log says that a token may exist', async () => {
    server.on('/token', { stall: 'beforeHeaders' });
    const controller = new AbortController();
    const outcome = failure(`${server.url}/token`, { ...tokenRequest, signal: controller.signal });
    await server.received('/token');
    controller.abort();
    assert.equal((await outcome).code, 'cancelled');
    assert.match(logger.lines.join('\n'), /the server may have issued a token/);
  });

  it('a request that was cancelled before it began is not sent', async () => {
    const signal = AbortSignal.abort();
    assert.equal((await failure(`${server.url}/token`, { ...tokenRequest, signal })).code, 'cancelled');
    assert.equal(server.requests.length, 0);
  });

  it('I10: gzip, br and deflate are decoded; another encoding and a wrong length are refused', async () => {
    const text = '{"access_token":"a"}';
    for (const [encoding, body] of Object.entries({
      gzip: gzipSync(text),
      br: brotliCompressSync(text),
      deflate: deflateSync(text),
    })) {
      server.on('/token', { headers: { 'content-encoding': encoding }, body });
      assert.equal(await (await transport.fetch(`${server.url}/token`, tokenRequest)).text(), text, encoding);
    }
    server.on('/token', { headers: { 'content-encoding': 'x' }, body: text });
    await assertFails(`${server.url}/token`, 'answer_unknown', /content encoding/);
    server.on('/token', { headers: { 'content-encoding': 'gzip' }, body: text });
    await assertFails(`${server.url}/token`, 'answer_unknown', /did not answer completely/);
    server.on('/token', { raw: `HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n${text}` });
    await assertFails(`${server.url}/token`, 'answer_unknown', /did not answer completely/);
  });

  it('B24: a body of 10 MB and a gzip bomb are stopped at 1 MB', async () => {
    server.on('/big', { body: Buffer.alloc(10 * 1024 * 1024, ' ') });
    server.on('/bomb', {
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(60 * 1024 * 1024)),
    });
    for (const path of ['/big', '/bomb']) {
      await assertFails(server.url + path, 'answer_unknown', /more than 1 MB/);
    }
    server.on('/fits', { body: Buffer.alloc(1024 * 1024, ' ') });
    const fits = await transport.fetch(`${server.url}/fits`, tokenRequest);
    assert.equal((await fits.text()).length, 1024 * 1024);
  });

  it('answers without a body are a Response with none, and statuses that HTTP lacks are refused', async () => {
    for (const status of [204, 205, 304]) {
      server.on('/empty', { status });
      const response = await transport.fetch(`${server.url}/empty`, tokenRequest);
      assert.equal(response.status, status);
      assert.equal(response.body, null);
    }
    for (const status of [600, 999]) {
      server.on('/odd', { raw: `HTTP/1.1 ${status} Odd\r\ncontent-length: 0\r\n\r\n` });
      await assertFails(`${server.url}/odd`, 'answer_unknown', new RegExp(`status ${status}`));
    }
    server.on('/odd', { raw: 'HTTP/1.1 199 Odd\r\n\r\n' });
    await assertFails(`${server.url}/odd`, 'answer_unknown', /did not answer completely/);
  });

  it('keeps the headers of an answer, several of one name joined, and no cookies', async () => {
    const headers = { 'WWW-Authenticate': ['Basic realm="a"', 'Bearer'], 'Set-Cookie': ['a=b', 'c=d'] };
    server.on('/token', { status: 401, headers });
    const response = await transport.fetch(`${server.url}/token`, tokenRequest);
    assert.equal(response.headers.get('www-authenticate'), 'Basic realm="a", Bearer');
    assert.equal(response.headers.get('set-cookie'), null);
  });

  it('URLs that are no web address, or hold credentials, are refused before anything is sent', async () => {
    const { host } = new URL(server.url);
    const urls = ['data:application/json,{}', 'file:///etc/passwd', 'javascript:0', '/token', ''];
    for (const url of [...urls, `http://user:hunter22@${host}/`, `http://user@${host}/`]) {
      const error = await failure(url);
      assert.equal(error.code, 'url_refused', url);
      assert.ok(!error.message.includes('hunter22'), 'the message must not show the credentials');
    }
    assert.equal(server.requests.length, 0);
  });

  it('HTTP_PROXY is VS Code’s business: axios does not use it', async () => {
    const proxy = await startFaultServer();
    process.env.HTTP_PROXY = proxy.url;
    try {
      server.on('/token', json({}));
      assert.equal((await transport.fetch(`${server.url}/token`, tokenRequest)).status, 200);
      assert.equal(proxy.requests.length, 0);
    } finally {
      delete process.env.HTTP_PROXY;
      await proxy.stop();
    }
  });
});

import assert from 'node:assert/strict';
import https from 'node:https';
import { ValetKeyError } from '../../src/core/errors';
import type { TransportRequest } from '../../src/core/ports';
import { createAxiosTransport } from '../../src/node/axiosTransport';
import { startFaultServer } from '../support/faultServer';
import { listenOnLoopback, stopServer } from '../support/httpServers';
import { createRecordingLogger } from '../support/fakes/logger';
import { testCertificates, testKey } from '../support/tlsFixtures';

const tokenRequest: TransportRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: 'code=secret-code',
};

describe('axios transport and certificates', () => {
  const transport = createAxiosTransport({ logger: createRecordingLogger() });

  /** Stands for the system's certificates, which VS Code's https knows and plain Node does not. */
  function trustTestAuthority(trusted: boolean): void {
    https.globalAgent.options.ca = trusted ? testCertificates.ca : undefined;
  }

  afterEach(() => trustTestAuthority(false));

  /** Sends a token request to a server with this certificate. */
  async function ask(cert: string): Promise<{ outcome: Response | ValetKeyError; received: number }> {
    let received = 0;
    const server = https.createServer({ key: testKey, cert }, (_request, response) => {
      received += 1;
      response.end('{}');
    });
    const port = await listenOnLoopback(server);
    try {
      const outcome = await transport
        .fetch(`https://127.0.0.1:${port}/token`, tokenRequest)
        .catch((error: unknown) => {
          assert.ok(error instanceof ValetKeyError);
          return error;
        });
      return { outcome, received };
    } finally {
      await stopServer(server);
    }
  }

  it('I12: a certificate of a trusted authority is accepted', async () => {
    trustTestAuthority(true);
    const { outcome, received } = await ask(testCertificates.good);
    assert.ok(outcome instanceof Response);
    assert.equal(received, 1);
  });

  for (const { what, cert, trusted, words, hint } of [
    {
      what: 'self-signed',
      cert: testCertificates.selfSigned,
      trusted: true,
      words: /signed its certificate itself/,
      hint: /system’s certificates.*`http\.proxyStrictSSL`/,
    },
    {
      what: 'unknown authority',
      cert: testCertificates.good,
      trusted: false,
      words: /not from an authority/,
      hint: /system’s certificates.*`http\.proxyStrictSSL`/,
    },
    { what: 'expired', cert: testCertificates.expired, trusted: true, words: /has expired/, hint: /renew/ },
    {
      what: 'wrong host',
      cert: testCertificates.otherHost,
      trusted: true,
      words: /for another name/,
      hint: /address/,
    },
  ]) {
    it(`I12: ${what}: refused before a byte of the request leaves, with a hint and no way around`, async () => {
      trustTestAuthority(trusted);
      const { outcome, received } = await ask(cert);
      assert.ok(outcome instanceof ValetKeyError);
      assert.equal(outcome.code, 'request_not_sent');
      assert.match(outcome.message, words);
      assert.match(outcome.hint ?? '', hint);
      assert.doesNotMatch(`${outcome.message} ${outcome.hint}`, /turn off|disable|switch off|false/i);
      assert.equal(received, 0);
    });
  }

  it('I12: a server that speaks no TLS was sent nothing', async () => {
    const plain = await startFaultServer();
    const outcome = await transport
      .fetch(`https://127.0.0.1:${plain.port}/`, tokenRequest)
      .catch((e: unknown) => e);
    await plain.stop();
    assert.ok(outcome instanceof ValetKeyError);
    assert.equal(outcome.code, 'request_not_sent');
    assert.match(outcome.message, /No secure connection/);
  });
});

import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { createServer, globalAgent, type Server, type ServerOptions } from 'node:https';
import { TLSSocket } from 'node:tls';
import { ValetKeyError } from '../../src/core/errors';
import { createAxiosTransport } from '../../src/node/axiosTransport';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { serviceClient } from '../support/authorizationServer/clients';
import { clientCertificates, clientKey, passphrase, pkcs12 } from '../support/clientKeyFixtures';
import { createRecordingLogger } from '../support/fakes/logger';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { listenOnLoopback, stopServer } from '../support/httpServers';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';
import { testCertificates, testKey } from '../support/tlsFixtures';

/** Stands for the system's certificates, which VS Code's https knows and plain Node does not. */
const trustTestAuthority = (trusted: boolean) =>
  (globalAgent.options.ca = trusted ? testCertificates.ca : undefined);
const derOf = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, '');
const subjectOf = { own: 'CN=valet-key-client', selfSigned: 'CN=valet-key-self-signed' };

const client = (clientId: string, metadata: object) => ({
  ...serviceClient({ clientId, clientSecret: 'of no use' }),
  ...metadata,
});

describe('mutual TLS with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;

  beforeEach(async () => {
    trustTestAuthority(true);
    server = await startAuthorizationServer({
      clientAuthority: clientCertificates.ca,
      moreClients: [
        client('tls-app', {
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: subjectOf.own,
          tls_client_certificate_bound_access_tokens: true,
        }),
        client('self-signed-app', {
          token_endpoint_auth_method: 'self_signed_tls_client_auth',
          jwks: { keys: [{ ...jwkOf(clientKey), x5c: [derOf(clientCertificates.selfSigned)] }] },
        }),
      ],
    });
    for (const secret of [clientKey.split('\n')[1]!, passphrase]) registerSecret(secret);
  });

  afterEach(async () => {
    await server.stop();
    trustTestAuthority(false);
    harness.scanLog();
    forgetSecrets();
  });

  const profile = (clientId: string, tokenEndpointAuthMethod: string, members: object = {}) =>
    profileOf({
      issuer: server.issuer,
      clientId,
      grantType: 'client_credentials',
      tokenEndpointAuthMethod,
      scope: 'orders:read',
      ...members,
    });

  /** What the only token request came with. */
  function seen() {
    const [request, ...more] = server.requests.filter(({ path }) => path === '/token');
    assert.equal(more.length, 0);
    assert.equal(request?.headers.authorization, undefined);
    assert.deepEqual(
      [...(request?.form.keys() ?? [])].filter((name) => /secret|assertion/.test(name)),
      [],
      'the certificate is the only authentication',
    );
    return request!;
  }

  for (const { what, given } of [
    { what: 'PEM', given: { key: clientKey + clientCertificates.own } },
    { what: 'PKCS#12', given: { key: pkcs12.aes, passphrase } },
  ]) {
    it(`A3: tls_client_auth, ${what}: the certificate is shown at the endpoint for it, and nowhere else`, async () => {
      proves('oidcProvider', 'tls_client_auth');
      harness = createHarness({ clientKey: given });
      const { record } = await harness.getNew(profile('tls-app', 'tls_client_auth'));
      assert.equal((await server.lookUp(record.tokenSet.accessToken))?.clientId, 'tls-app');
      const { certificate, port } = seen();
      assert.equal(certificate, subjectOf.own);
      assert.equal(port, server.certificatePort);
      const elsewhere = server.requests.filter(({ path }) => path !== '/token');
      assert.ok(elsewhere.length > 0, 'discovery');
      assert.deepEqual(
        elsewhere.filter((request) => request.certificate !== undefined),
        [],
      );
    });
  }

  it('A3: self_signed_tls_client_auth: key and certificate given one after the other', async () => {
    proves('oidcProvider', 'self_signed_tls_client_auth');
    harness = createHarness({
      clientKey: { key: clientKey },
      clientCertificate: clientCertificates.selfSigned,
    });
    const { record } = await harness.getNew(profile('self-signed-app', 'self_signed_tls_client_auth'));
    assert.equal((await server.lookUp(record.tokenSet.accessToken))?.clientId, 'self-signed-app');
    assert.equal(seen().certificate, subjectOf.selfSigned);
    assert.deepEqual(harness.asked, ['Private key for “test”', 'Certificate for “test”']);
  });

  it('A3: an endpoint that the profile writes wins over the one for certificates', async () => {
    harness = createHarness({ clientKey: { key: clientKey + clientCertificates.own } });
    const tokenEndpoint = `https://127.0.0.1:${server.certificatePort}/token`;
    await harness.getNew(profile('tls-app', 'tls_client_auth', { tokenEndpoint }));
    assert.equal(seen().certificate, subjectOf.own);
  });

  it('A3: a certificate that the server does not know is refused, with its words; the next try asks again', async () => {
    harness = createHarness({ clientKey: { key: clientKey + clientCertificates.selfSigned } });
    const shows = profile('tls-app', 'tls_client_auth');
    const error = await harness.failure(harness.getNew(shows));
    assert.equal(error.code, 'token_request_refused');
    assert.equal(error.server?.error, 'invalid_client');
    await harness.failure(harness.getNew(shows));
    assert.equal(harness.asked.length, 2);
    assert.equal(harness.secrets.values.size, 0);
  });

  it('A3: a certificate of another key is refused before anything is sent', async () => {
    harness = createHarness({ clientKey: { key: clientKey, certificates: clientCertificates.foreign } });
    const error = await harness.failure(harness.getNew(profile('tls-app', 'tls_client_auth')));
    assert.equal(error.code, 'client_key_invalid');
    assert.equal(server.requests.length, 0);
  });

  it('A3: an expired certificate is shown all the same, with a warning in the log', async () => {
    harness = createHarness({ clientKey: { key: clientKey + clientCertificates.expired } });
    const error = await harness.failure(harness.getNew(profile('tls-app', 'tls_client_auth')));
    assert.equal(error.server?.error, 'invalid_client');
    assert.equal(seen().certificate, subjectOf.own);
    assert.match(harness.logger.lines.join('\n'), /expired on Jan/);
  });

  it('A3: profiles with and without a certificate share no connection', async () => {
    harness = createHarness({
      clientKey: { key: clientKey + clientCertificates.own },
      type: () => server.clients.service.clientSecret,
    });
    const tokenEndpoint = `https://127.0.0.1:${server.certificatePort}/token`;
    const plain = profileOf(
      { issuer: server.issuer, tokenEndpoint, clientId: 'service', grantType: 'client_credentials' },
      'plain',
    );
    await harness.getNew(profile('tls-app', 'tls_client_auth'));
    await harness.getNew(plain);
    await harness.getNew(profile('tls-app', 'tls_client_auth'));
    assert.deepEqual(
      server.requests.filter(({ path }) => path === '/token').map(({ certificate }) => certificate),
      [subjectOf.own, undefined, subjectOf.own],
    );
  });
});

describe('a server that is strict about certificates in the handshake', () => {
  const certificate = { privateKey: clientKey, certificates: clientCertificates.own };
  const foreign = { privateKey: clientKey, certificates: clientCertificates.selfSigned };
  let strict: Server;
  let received: number;

  beforeEach(() => {
    trustTestAuthority(true);
    received = 0;
  });
  afterEach(async () => {
    trustTestAuthority(false);
    await stopServer(strict);
  });

  async function ask(options: ServerOptions, clientCertificate?: typeof certificate) {
    strict = createServer({ key: testKey, cert: testCertificates.good, ...options }, (request, response) => {
      received += 1;
      const { socket } = request;
      response.end(JSON.stringify({ authorized: socket instanceof TLSSocket && socket.authorized }));
    });
    const port = await listenOnLoopback(strict);
    return await createAxiosTransport({ logger: createRecordingLogger() })
      .fetch(`https://127.0.0.1:${port}/token`, {
        method: 'POST',
        headers: {},
        body: 'a=b',
        clientCertificate,
      })
      .catch((error: unknown) => error);
  }
  const requires = { requestCert: true, rejectUnauthorized: true, ca: clientCertificates.ca };

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const only = { ...requires, minVersion: version, maxVersion: version };

    it(`A3: ${version}: the certificate that it wants is shown`, async () => {
      const answer = await ask(only, certificate);
      assert.ok(answer instanceof Response);
      assert.deepEqual(await answer.json(), { authorized: true });
    });

    it(`A3: ${version}: without a certificate, it is said that the server wants one`, async () => {
      const error = await ask(only);
      assert.ok(error instanceof ValetKeyError);
      assert.equal(error.code, 'request_not_sent');
      assert.match(error.message, /want(s)? a certificate of the client \(TLS alert/);
      assert.match(error.hint ?? '', /tls_client_auth/);
      assert.equal(error.remedy, 'edit_profile');
      assert.equal(received, 0);
    });

    it(`A3: ${version}: with one that it does not accept, that is said to be likely`, async () => {
      const error = await ask(only, foreign);
      assert.ok(error instanceof ValetKeyError);
      assert.match(`${error.message} ${error.hint}`, /accept the client’s certificate/);
      assert.equal(received, 0);
    });
  }
});

function jwkOf(pem: string) {
  return createPublicKey(pem).export({ format: 'jwk' });
}

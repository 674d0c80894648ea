import assert from 'node:assert/strict';
import { customFetch } from 'oauth4webapi';
import type { Transport, TransportRequest } from '../../../../../src/core/ports';
import { AuthorizationServers } from '../../../../../src/core/protocol/server/authorizationServers';
import { Clients } from '../../../../../src/core/protocol/client/connectedClient';
import { Redactor } from '../../../../../src/core/redactor';
import { FakeClock } from '../../../../support/fakes/clock';
import { createRecordingLogger } from '../../../../support/fakes/logger';
import { profileOf } from '../../../../support/harness';

const issuer = 'https://login.example.com';
const clientKey = { privateKey: 'key', certificates: 'certificate', thumbprint: 'key' };

describe('the certificate of a client', () => {
  let sent: Map<string, TransportRequest>;

  beforeEach(() => (sent = new Map()));

  async function connect(metadata: Readonly<Record<string, unknown>>) {
    const transport: Transport = {
      fetch: (url, request) => {
        sent.set(url, request);
        return Promise.resolve(Response.json({ issuer, ...metadata }));
      },
    };
    const logger = createRecordingLogger();
    const servers = new AuthorizationServers(transport, new FakeClock(), logger);
    const profile = profileOf({
      issuer,
      clientId: 'app',
      grantType: 'client_credentials',
      tokenEndpointAuthMethod: 'tls_client_auth',
    });
    return await new Clients(servers, transport, logger, new Redactor()).connect(
      { profile, credentials: { clientKey }, signal: new AbortController().signal },
      ['token_endpoint'],
    );
  }

  it('A3: goes where the client authenticates, and not to hosts that only have keys or metadata', async () => {
    const connected = await connect({
      token_endpoint: 'https://mtls.example.com/token',
      revocation_endpoint: 'https://mtls.example.com/revoke',
      jwks_uri: 'https://keys.example.net/jwks',
    });
    const request = { method: 'GET', headers: {}, redirect: 'manual', body: null } as const;
    for (const url of ['https://mtls.example.com/revoke', 'https://keys.example.net/jwks']) {
      await connected.options()[customFetch](url, request);
    }
    assert.deepEqual(
      [...sent].map(([url, { clientCertificate }]) => [new URL(url).host, clientCertificate]),
      [
        ['login.example.com', undefined],
        ['mtls.example.com', { privateKey: 'key', certificates: 'certificate' }],
        ['keys.example.net', undefined],
      ],
    );
  });

  it('A3: the aliases for it (RFC 8705 §5) name endpoints, and change nothing else', async () => {
    const { server } = await connect({
      token_endpoint: 'https://login.example.com/token',
      mtls_endpoint_aliases: {
        token_endpoint: 'https://mtls.example.com/token',
        issuer: 'https://evil.example',
        revocation_endpoint: 7,
      },
    });
    assert.equal(server.metadata.token_endpoint, 'https://mtls.example.com/token');
    assert.equal(server.metadata.issuer, issuer);
    assert.equal(server.metadata.revocation_endpoint, undefined);
  });
});

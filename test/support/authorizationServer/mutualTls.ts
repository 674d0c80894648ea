import { X509Certificate } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:https';
import { TLSSocket } from 'node:tls';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { listenOnLoopback } from '../httpServers';
import { testCertificates, testKey } from '../tlsFixtures';

/** Of this server, as clients see it; they have to trust `testCertificates.ca`. */
const identity = { key: testKey, cert: testCertificates.good };

/** The endpoints that a client with a certificate goes to, on a port of their own as at most providers (RFC 8705 §5). */
const aliased = {
  token_endpoint: '/token',
  introspection_endpoint: '/token/introspection',
  revocation_endpoint: '/token/revocation',
};

/** What is different in oidc-provider's configuration. */
export interface MutualTlsConfiguration {
  readonly clientAuthMethods: NonNullable<Configuration['clientAuthMethods']>;
  readonly discovery: NonNullable<Configuration['discovery']>;
  readonly mTLS: NonNullable<NonNullable<Configuration['features']>['mTLS']>;
}

export interface MutualTlsServers {
  /** Asks nobody for a certificate. */
  readonly server: Server;
  /** Asks every client for one, and leaves it to the application whether it is good enough. */
  readonly certificateServer: Server;
  readonly certificatePort: number;
  readonly configuration: MutualTlsConfiguration;
}

/** @param clientAuthority signs the certificates of `tls_client_auth` */
export async function createMutualTlsServers(clientAuthority: string): Promise<MutualTlsServers> {
  const server = createServer(identity);
  const certificateServer = createServer({
    ...identity,
    requestCert: true,
    rejectUnauthorized: false,
    ca: clientAuthority,
  });
  const certificatePort = await listenOnLoopback(certificateServer);
  const aliases = Object.entries(aliased).map(([name, path]) => [
    name,
    `https://127.0.0.1:${certificatePort}${path}`,
  ]);
  return {
    server,
    certificateServer,
    certificatePort,
    configuration: {
      clientAuthMethods: [
        'client_secret_basic',
        'client_secret_post',
        'none',
        'tls_client_auth',
        'self_signed_tls_client_auth',
      ],
      discovery: { mtls_endpoint_aliases: Object.fromEntries(aliases) as Record<string, string> },
      mTLS: {
        enabled: true,
        tlsClientAuth: true,
        selfSignedTlsClientAuth: true,
        certificateBoundAccessTokens: true,
        getCertificate: shownCertificate,
        certificateAuthorized: ({ socket }) => socket instanceof TLSSocket && socket.authorized,
        certificateSubjectMatches: (context, property, expected) =>
          property === 'tls_client_auth_subject_dn' && shownCertificate(context)?.subject === expected,
      },
    },
  };
}

/** The certificate that the client of a request showed. */
export function shownCertificate(context: KoaContextWithOIDC): X509Certificate | undefined {
  const { socket } = context;
  const raw = socket instanceof TLSSocket ? (socket.getPeerCertificate() as { raw?: Buffer }).raw : undefined;
  return raw && new X509Certificate(raw);
}

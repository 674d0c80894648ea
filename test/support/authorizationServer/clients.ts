import { randomBytes } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';
import { moreGrantTypes } from './moreGrants';

/** A client as a test needs it to write a profile. */
export interface TestClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The clients that every start of the authorization server knows; secrets are new at each start. */
export interface TestClients {
  /** Public, PKCE required. */
  readonly demoApp: Omit<TestClient, 'clientSecret'>;
  /** Authorization code, `client_secret_post`. */
  readonly webApp: TestClient;
  /**
   * Authorization code, `client_secret_basic`. Id and secret are full of what needs form-encoding
   * (RFC 6749 §2.3.1), as far as the RFC allows: both are printable ASCII (appendix A.1, A.2).
   */
  readonly webAppBasic: TestClient;
  /** Client credentials, `client_secret_basic`. */
  readonly service: TestClient;
}

export function createTestClients(): TestClients {
  return {
    demoApp: { clientId: 'demo-app' },
    webApp: { clientId: 'web-app', clientSecret: randomSecret() },
    webAppBasic: { clientId: 'web app:100%+/=&', clientSecret: `p%2B s+:/=&${randomSecret()}` },
    service: { clientId: 'service', clientSecret: randomSecret() },
  };
}

/** What the authorization server registers for the test clients (RFC 7591 §2). */
export function registrations(clients: TestClients): ClientMetadata[] {
  return [
    signInClient({ client_id: clients.demoApp.clientId, token_endpoint_auth_method: 'none' }),
    signInClient({ ...withSecret(clients.webApp), token_endpoint_auth_method: 'client_secret_post' }),
    signInClient({ ...withSecret(clients.webAppBasic), token_endpoint_auth_method: 'client_secret_basic' }),
    serviceClient(clients.service),
  ];
}

/** A client for the client credentials grant alone. */
export function serviceClient(client: TestClient): ClientMetadata {
  return {
    ...withSecret(client),
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  };
}

/** `native`: any loopback port is right (RFC 8252 §7.3). */
export function signInClient(metadata: ClientMetadata): ClientMetadata {
  return {
    application_type: 'native',
    grant_types: [
      'authorization_code',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
      ...moreGrantTypes,
    ],
    response_types: ['code'],
    redirect_uris: ['127.0.0.1', '[::1]', 'localhost'].flatMap((host) => [
      `http://${host}/callback`,
      `http://${host}/cb/*`,
    ]),
    ...metadata,
  };
}

function withSecret({ clientId, clientSecret }: TestClient): ClientMetadata {
  return { client_id: clientId, client_secret: clientSecret };
}

function randomSecret(): string {
  return randomBytes(24).toString('base64url');
}

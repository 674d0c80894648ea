import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { TestClient } from '../../authorizationServer/clients';

/** The clients that each start registers; secrets are new each time. */
export interface GlewlwydClients {
  /** Public. */
  readonly app: Omit<TestClient, 'clientSecret'>;
  /** Basic. Its secret is full of what RFC 6749 §2.3.1 has form-encoded, and Glewlwyd does not decode. */
  readonly webAppBasic: TestClient;
  readonly webAppPost: TestClient;
  readonly service: TestClient;
  /** Client credentials, authenticates by `client_secret_jwt`. */
  readonly secretJwt: TestClient;
  /** Signs request objects with its key (PEM, PKCS#8), authenticates by `client_secret_post` or `private_key_jwt`. */
  readonly keyed: TestClient & { readonly privateKey: string; readonly keyId: string };
}

interface Registrations {
  readonly person: { readonly username: string; readonly password: string };
  readonly redirectUri: string;
}

/** Everything over the REST interface, as an administrator would click it together (its docs/API.md). */
export async function configureGlewlwyd(
  url: string,
  { person, redirectUri }: Registrations,
): Promise<GlewlwydClients> {
  const post = await signInAsAdministrator(url);
  await Promise.all(
    scopes.map((name) => post('scope/', { name, display_name: name, password_required: true })),
  );
  await post('user/', {
    ...person,
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    enabled: true,
    scope: ['g_profile', ...scopes, 'openid'],
  });
  const jwks = signingKeys();
  await post('mod/plugin/', plugin(url, 'oidc', jwks, {}));
  await post(
    'mod/plugin/',
    plugin(url, 'nonce', jwks, { 'oauth-dpop-nonce-mandatory': true, 'oauth-dpop-nonce-counter': 3 }),
  );
  const secret = () => randomBytes(24).toString('base64url');
  const { privateKey: clientKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const clients: GlewlwydClients = {
    app: { clientId: 'app' },
    webAppBasic: { clientId: 'web-app-basic', clientSecret: `p%2B s+/=&${secret()}` },
    webAppPost: { clientId: 'web-app-post', clientSecret: secret() },
    service: { clientId: 'service', clientSecret: secret() },
    secretJwt: { clientId: 'secret-jwt', clientSecret: secret() },
    keyed: {
      clientId: 'keyed',
      clientSecret: secret(),
      privateKey: clientKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      keyId: 'client-key',
    },
  };
  const signIn = { redirect_uri: [redirectUri], authorization_type: ['code', 'refresh_token'], scope: [] };
  await post('client/', {
    ...signIn,
    client_id: clients.app.clientId,
    confidential: false,
    token_endpoint_auth_method: ['none'],
    authorization_type: ['code', 'refresh_token', 'device_authorization', 'token', 'id_token'],
  });
  await post('client/', {
    ...signIn,
    ...withSecret(clients.webAppBasic),
    token_endpoint_auth_method: ['client_secret_basic'],
    // Only those who may have a token of their own may revoke and introspect.
    authorization_type: ['code', 'refresh_token', 'client_credentials'],
  });
  await post('client/', {
    ...signIn,
    ...withSecret(clients.webAppPost),
    token_endpoint_auth_method: ['client_secret_post'],
    // Not for public clients here.
    authorization_type: ['code', 'refresh_token', 'password'],
  });
  await post('client/', {
    ...withSecret(clients.service),
    authorization_type: ['client_credentials'],
    token_endpoint_auth_method: ['client_secret_basic'],
    scope: [...scopes],
  });
  await post('client/', {
    ...withSecret(clients.secretJwt),
    authorization_type: ['client_credentials'],
    token_endpoint_auth_method: ['client_secret_jwt'],
    scope: [...scopes],
  });
  await post('client/', {
    ...signIn,
    ...withSecret(clients.keyed),
    token_endpoint_auth_method: ['client_secret_post', 'private_key_jwt'],
    jwks: {
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: clients.keyed.keyId, alg: 'RS256', use: 'sig' }],
    },
    authorization_details_types: ['payment'],
  });
  return clients;
}

const scopes = ['orders', 'invoices'] as const;

function withSecret({ clientId, clientSecret }: TestClient) {
  return { client_id: clientId, client_secret: clientSecret, confidential: true };
}

/** One instance of the OpenID Connect plugin: an issuer. */
function plugin(url: string, name: string, jwks: string, more: Readonly<Record<string, unknown>>) {
  return {
    module: 'oidc',
    name,
    display_name: name,
    parameters: {
      iss: `${url}/api/${name}`,
      'subject-type': 'public',
      'jwks-private': jwks,
      'jwks-show': true,
      'jwt-type': 'rsa',
      'jwt-key-size': '256',
      'access-token-duration': 3600,
      'refresh-token-duration': 86_400,
      'code-duration': 600,
      'refresh-token-rolling': true,
      'refresh-token-one-use': 'always',
      'allow-non-oidc': true,
      'auth-type-code-enabled': true,
      'auth-type-code-revoke-replayed': true,
      'auth-type-token-enabled': true,
      'auth-type-id-token-enabled': true,
      'auth-type-password-enabled': true,
      'auth-type-client-enabled': true,
      'auth-type-device-enabled': true,
      'auth-type-refresh-enabled': true,
      'device-authorization-expiration': 600,
      'device-authorization-interval': 1,
      'pkce-allowed': true,
      'pkce-method-plain-allowed': true,
      'introspection-revocation-allowed': true,
      'introspection-revocation-allow-target-client': true,
      'request-parameter-allow': true,
      'client-jwks-parameter': 'jwks',
      'oauth-fapi-allow-jarm': true,
      'oauth-rar-allowed': true,
      'rar-types-client-property': 'authorization_details_types',
      'rar-allow-auth-unsigned': true,
      'rar-allow-auth-unencrypted': true,
      'rar-types': { payment: rarType },
      'resource-allowed': true,
      'resource-scope': { orders: ['https://api.example.com/orders'] },
      'resource-scope-and-client-property': false,
      'oauth-par-allowed': true,
      'oauth-par-duration': 90,
      'oauth-par-request_uri-prefix': 'urn:ietf:params:oauth:request_uri:',
      'oauth-dpop-allowed': true,
      'oauth-dpop-iat-duration': 60,
      'oauth-as-iss-id': true,
      'session-management-allowed': true,
      'front-channel-logout-allowed': true,
      'session-cookie-name': 'GLEWLWYD2_OIDC_SID',
      'session-cookie-expiration': 3600,
      'name-claim': 'mandatory',
      'email-claim': 'mandatory',
      ...more,
    },
  };
}

/** What may be asked for with `authorization_details` (RFC 9396) of one type. */
const rarType = {
  scopes: ['orders'],
  locations: ['https://api.example.com/'],
  actions: ['initiate'],
  datatypes: [],
};

function signingKeys(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };
  return JSON.stringify({ keys: [key] });
}

type Post = (where: string, body: unknown) => Promise<void>;

/** With the name and password that a new installation has. */
async function signInAsAdministrator(url: string): Promise<Post> {
  const send = async (where: string, body: unknown, cookie = '') => {
    const response = await fetch(`${url}/api/${where}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`Glewlwyd refused ${where}: ${response.status} ${await response.text()}`);
    return response;
  };
  const { headers } = await send('auth/', { username: 'admin', password: 'password' });
  const cookie = headers
    .getSetCookie()
    .map((header) => header.split(';')[0])
    .join('; ');
  return async (where, body) => {
    await send(where, body, cookie);
  };
}

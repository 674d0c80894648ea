import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { type AuthorizationServer, startAuthorizationServer } from '../support/authorizationServer';
import type { TestClient } from '../support/authorizationServer/clients';
import { type DemoApi, startDemoApi } from '../support/demoApi';
import { UserAgent, type VisitOptions } from '../support/userAgent';

const insecure = { [oauth.allowInsecureRequests]: true };
const redirectUri = 'http://127.0.0.1:49152/cb/AbCd_-12';

describe('the authorization server of the tests', () => {
  let server: AuthorizationServer;
  let api: DemoApi;
  let metadata: oauth.AuthorizationServer;

  before(async () => {
    server = await startAuthorizationServer();
    api = await startDemoApi(server);
    const issuer = new URL(server.issuer);
    metadata = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  });
  after(async () => {
    await api.stop();
    await server.stop();
  });

  /** The whole sign-in by the library alone, without any of the product's code. */
  async function signIn(
    client: oauth.Client,
    authentication: oauth.ClientAuth,
    scope: string,
    visitOptions: VisitOptions = {},
  ): Promise<oauth.TokenEndpointResponse> {
    const codeVerifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const url = new URL(metadata.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }).toString();
    const { url: landed } = await new UserAgent().visit(url.href, {
      ...visitOptions,
      stopAt: ({ href }) => href.startsWith(redirectUri),
    });
    const parameters = oauth.validateAuthResponse(metadata, client, landed, state);
    const response = await oauth.authorizationCodeGrantRequest(
      metadata,
      client,
      authentication,
      parameters,
      redirectUri,
      codeVerifier,
      insecure,
    );
    return oauth.processAuthorizationCodeResponse(metadata, client, response);
  }

  async function ask(path: string, token?: string): Promise<Response> {
    return fetch(
      api.url + path,
      token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
    );
  }

  it('signs the demo person in; the API takes the token, and refuses it once it is revoked', async () => {
    const client = { client_id: server.clients.demoApp.clientId };
    const tokens = await signIn(client, oauth.None(), 'openid offline_access orders:read');
    assert.equal(tokens.scope, 'openid offline_access orders:read');
    assert.ok(tokens.refresh_token);
    assert.equal(oauth.getValidatedIdTokenClaims(tokens)?.sub, 'demo');
    assert.equal((await ask('/orders', tokens.access_token)).status, 200);

    const revocation = await oauth.revocationRequest(
      metadata,
      client,
      oauth.None(),
      tokens.access_token,
      insecure,
    );
    await oauth.processRevocationResponse(revocation);
    const refused = await ask('/orders', tokens.access_token);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer .*error="invalid_token"/);
  });

  it('reports a denial to the redirect URI', async () => {
    const client = { client_id: server.clients.demoApp.clientId };
    await assert.rejects(
      signIn(client, oauth.None(), 'openid', { deny: true }),
      (error) => error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied',
    );
  });

  const confidential: Record<string, () => [TestClient, (secret: string) => oauth.ClientAuth]> = {
    client_secret_post: () => [server.clients.webApp, oauth.ClientSecretPost],
    client_secret_basic: () => [server.clients.webAppBasic, oauth.ClientSecretBasic],
  };
  for (const [method, choose] of Object.entries(confidential)) {
    it(`authenticates a client by ${method}, and records what it sent`, async () => {
      const [{ clientId, clientSecret }, authentication] = choose();
      const tokens = await signIn({ client_id: clientId }, authentication(clientSecret), 'orders:read');
      assert.equal((await ask('/orders', tokens.access_token)).status, 200);
      const sent = server.requests.filter(({ path }) => path === '/token').at(-1);
      assert.equal(sent?.form.get('client_secret'), method === 'client_secret_post' ? clientSecret : null);
      assert.equal(
        sent?.headers.authorization?.startsWith('Basic '),
        method === 'client_secret_basic' || undefined,
      );
    });
  }

  it('gives a service a token of its own, which the API holds to its scope', async () => {
    const { clientId, clientSecret } = server.clients.service;
    const client = { client_id: clientId };
    const response = await oauth.clientCredentialsGrantRequest(
      metadata,
      client,
      oauth.ClientSecretBasic(clientSecret),
      new URLSearchParams({ scope: 'orders:write' }),
      insecure,
    );
    const tokens = await oauth.processClientCredentialsResponse(metadata, client, response);
    assert.equal((await ask('/orders', tokens.access_token)).status, 403);
    assert.deepEqual(await (await ask('/me', tokens.access_token)).json(), {
      account: null,
      client: 'service',
      scope: 'orders:write',
    });
  });

  it('lets the API challenge a request without a token', async () => {
    const response = await ask('/orders');
    assert.equal(response.status, 401);
    assert.equal(response.headers.get('www-authenticate'), 'Bearer realm="orders"');
    assert.deepEqual(api.requests.at(-1), {
      method: 'GET',
      path: '/orders',
      authorization: undefined,
      status: 401,
    });
  });
});

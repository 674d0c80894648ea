import assert from 'node:assert/strict';
import { createHarness, type Harness } from '../../support/harness';
import { freePort } from '../../support/httpServers';
import { startGateway, type Gateway } from '../../support/providers/gateway';
import { presetProfile } from '../../support/providers/presetProfile';
import { basicClient, formOf, queryOf } from '../../support/providers/requests';
import { forgetSecrets } from '../../support/secrets';

describe('API gateway, as “Authorization code grant flow quick start” goes', () => {
  let gateway: Gateway;
  let harness: Harness;

  beforeEach(async () => {
    gateway = await startGateway(`http://127.0.0.1:${await freePort()}/callback`);
    harness = createHarness({ type: () => gateway.app.clientSecret });
  });

  afterEach(async () => {
    await gateway.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const https = (url: string) => url.replace('http:', 'https:');
  const profileWith = (changes: Readonly<Record<string, unknown>> = {}) =>
    presetProfile(
      'gateway',
      gateway,
      {
        authorizationUrl: https(gateway.authorizationEndpoint),
        tokenUrl: https(gateway.tokenEndpoint),
        clientId: gateway.app.clientId,
        scopes: gateway.app.scopes.join(' '),
      },
      { redirectUri: gateway.app.redirectUris[0], ...changes },
    );

  const requestsTo = (endpoint: string) =>
    gateway.requests.filter(({ url }) => url.split('?')[0] === new URL(endpoint).pathname);

  describe('step by step', () => {
    it('step 1: the user agent goes to the URL of the guide’s pattern; the XSRF token comes back', async () => {
      await harness.getNew(profileWith());
      const { url } = requestsTo(gateway.authorizationEndpoint)[0]!;
      assert.match(url, /[?&]scope=orders\.read%20orders\.write&/, 'a blank is %20, as in the guide');
      const asked = queryOf({ url, method: 'GET', headers: {}, body: '' });
      assert.equal(asked.get('client_id'), gateway.app.clientId);
      assert.equal(asked.get('response_type'), 'code');
      assert.equal(asked.get('redirect_uri'), gateway.app.redirectUris[0]);
      assert.match(asked.get('state')!, /^[\w-]{43}$/);
    });

    it('step 2: the code is exchanged with a Basic header and the same redirect URI', async () => {
      await harness.getNew(profileWith());
      const [exchange] = requestsTo(gateway.tokenEndpoint);
      assert.equal(exchange!.method, 'POST');
      assert.match(exchange!.headers['content-type']!, /^application\/x-www-form-urlencoded\b/);
      assert.deepEqual(basicClient(exchange!), {
        name: gateway.app.clientId,
        secret: gateway.app.clientSecret,
      });
      const sent = formOf(exchange!);
      assert.equal(sent.get('grant_type'), 'authorization_code');
      assert.equal(sent.get('redirect_uri'), gateway.app.redirectUris[0]);
      assert.ok(sent.get('code'));
    });

    it('what you should see: access token, type, refresh token, lifetime and scope; the API takes the token', async () => {
      const { record } = await harness.getNew(profileWith());
      const { accessToken, refreshToken, expiresAt, scope } = record.tokenSet;
      assert.ok(refreshToken);
      assert.equal(scope, 'orders.read orders.write');
      assert.ok(Math.abs(expiresAt! - record.obtainedAt - 1800_000) < 60_000);
      const api = await fetch(gateway.apiUrl, { headers: { authorization: `Bearer ${accessToken}` } });
      assert.equal(api.status, 200);
    });

    it('next steps: the token is renewed; a renewal without a new refresh token keeps the old one', async () => {
      const profile = profileWith();
      const { record } = await harness.getNew(profile);
      const renewed = (await harness.refresh(profile, record.id)).record;
      assert.notEqual(renewed.tokenSet.accessToken, record.tokenSet.accessToken);
      assert.equal(renewed.tokenSet.refreshToken, record.tokenSet.refreshToken);
      const renewal = requestsTo(gateway.tokenEndpoint)[1]!;
      assert.equal(formOf(renewal).get('grant_type'), 'refresh_token');
      assert.equal(basicClient(renewal)?.name, gateway.app.clientId);
    });
  });
});

import assert from 'node:assert/strict';
import { createHarness, type Harness } from '../../support/harness';
import { freePort } from '../../support/httpServers';
import { startGateway, type Gateway } from '../../support/providers/gateway';
import { mistakesOf } from '../../support/providers/mistakes';
import { presetProfile } from '../../support/providers/presetProfile';
import { basicClient, formOf, queryOf } from '../../support/providers/requests';
import { forgetSecrets } from '../../support/secrets';
import { UserAgent } from '../../support/userAgent';

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

  describe('when it goes wrong', () => {
    const mistakes = mistakesOf('docs/providers/gateway.md', () => gateway.app.clientSecret);

    it('a redirect URI that is not the app’s: the browser shows it; the next step names it', async () => {
      const profile = profileWith();
      gateway.app.redirectUris = ['https://app.example.com/callback'];
      const { error, text } = await mistakes.signInThatStaysInTheBrowser(profile);
      assert.match(text, /redirect_uri/);
      assert.match(error.hint!, /redirect URI/);
    });

    it('a scope that is not configured: invalid_scope', async () => {
      const error = await mistakes.signIn(profileWith({ scope: 'orders.delete' }));
      assert.equal(error.server?.error, 'invalid_scope');
      assert.equal(error.remedy, 'edit_profile');
    });

    it('a wrong client secret: invalid_client, and it is asked for anew', async () => {
      const error = await mistakes.signIn(profileWith(), { secret: 'wrong-secret' });
      assert.equal(error.server?.error, 'invalid_client');
      assert.equal(error.remedy, 'set_client_secret');
    });

    it('the secret in the body, where a Basic header is wanted: the next step is the other way', async () => {
      const error = await mistakes.signIn(profileWith({ tokenEndpointAuthMethod: 'client_secret_post' }));
      assert.equal(error.server?.error, 'invalid_client');
      assert.ok([error.remedy, error.otherRemedy].includes('switch_client_authentication'));
    });

    it('“Deny”: the sign-in ends at once', async () => {
      assert.equal((await mistakes.signIn(profileWith(), { deny: true })).server?.error, 'access_denied');
    });

    it('a code that has expired: start again', async () => {
      const error = await mistakes.signIn(profileWith(), { happens: () => gateway.expireCodes() });
      assert.equal(error.server?.error, 'invalid_grant');
      assert.equal(error.remedy, 'try_again');
    });

    it('an XSRF token that is not ours: the answer is ignored, and the right one still counts', async () => {
      const statuses: number[] = [];
      const agent = new UserAgent();
      harness = createHarness({
        type: () => gateway.app.clientSecret,
        browse: async (start) => {
          const { url } = await agent.visit(start, { stopAt: ({ search }) => search.includes('code=') });
          const forged = new URL(url);
          forged.searchParams.set('state', 'guessed');
          statuses.push((await fetch(forged)).status);
          return await agent.visit(url.href);
        },
      });
      assert.equal((await harness.getNew(profileWith())).saved, true);
      assert.deepEqual(statuses, [400]);
    });

    it('a refresh token that was withdrawn: sign in again', async () => {
      const error = await mistakes.renewal(profileWith(), () => gateway.revokeRefreshTokens());
      assert.equal(error.server?.error, 'invalid_grant');
      assert.equal(error.remedy, 'get_new_token');
    });
  });
});

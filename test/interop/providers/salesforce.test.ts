import assert from 'node:assert/strict';
import type { Profile } from '../../../src/core/profiles/profile';
import { FakeClock } from '../../support/fakes/clock';
import { createHarness, type Harness, type HarnessOptions } from '../../support/harness';
import { freePort } from '../../support/httpServers';
import { presetProfile } from '../../support/providers/presetProfile';
import { formOf, queryOf } from '../../support/providers/requests';
import { startSalesforce, type Salesforce } from '../../support/providers/salesforce';
import { forgetSecrets } from '../../support/secrets';
import { UserAgent } from '../../support/userAgent';

describe('Salesforce, as the tutorial goes', () => {
  let salesforce: Salesforce;
  let harness: Harness;
  let profile: Profile;

  beforeEach(async () => {
    const redirectUri = `http://localhost:${await freePort()}/callback`;
    salesforce = await startSalesforce(redirectUri);
    harness = harnessWith();
    profile = profileWith({ redirectUri });
  });

  afterEach(async () => {
    await salesforce.stop();
    harness.scanLog();
    forgetSecrets();
  });

  /** Somebody who types the consumer secret when asked. */
  const harnessWith = (options: HarnessOptions = {}) =>
    createHarness({ type: () => salesforce.app.consumerSecret, ...options });

  const profileWith = (changes: Readonly<Record<string, unknown>> = {}) =>
    presetProfile(
      'salesforce',
      salesforce,
      {
        yourSalesforceDomain: new URL(salesforce.url).host,
        consumerKey: salesforce.app.consumerKey,
      },
      { redirectUri: salesforce.app.callbackUrls[0], ...changes },
    );

  const requestsTo = (endpoint: string) =>
    salesforce.requests.filter(({ url }) => url.split('?')[0] === new URL(endpoint).pathname);
  const callApi = (authorization: string) => fetch(salesforce.apiUrl, { headers: { authorization } });

  describe('step by step', () => {
    it('steps 1 and 2: the browser opens the authorization URL that the tutorial puts together by hand', async () => {
      await harness.getNew(profile);
      const asked = queryOf(requestsTo(salesforce.authorizationEndpoint)[0]!);
      assert.equal(asked.get('response_type'), 'code');
      assert.equal(asked.get('client_id'), salesforce.app.consumerKey);
      assert.equal(asked.get('redirect_uri'), profile.redirectUri);
      assert.equal(asked.get('scope'), 'api refresh_token');
    });

    it('step 3: after “Allow” the code that ends in %3D is decoded exactly once', async () => {
      const addresses: URL[] = [];
      const agent = new UserAgent();
      harness = harnessWith({
        browse: (start) =>
          agent.visit(start, {
            stopAt: (url) => {
              addresses.push(url);
              return false;
            },
          }),
      });
      await harness.getNew(profile);
      const callback = addresses.find(({ pathname, search }) => pathname === '/callback' && search !== '');
      assert.match(callback!.search, /\?code=aPrxp[^&]*%3D&state=/);
      const [exchange] = requestsTo(salesforce.tokenEndpoint);
      assert.match(exchange!.body, /code=aPrxp[^&]*%3D&/, 'encoded once for the form, not twice');
      assert.equal(formOf(exchange!).get('code'), callback!.searchParams.get('code'));
      assert.match(formOf(exchange!).get('code')!, /[^%3D]=$/);
    });

    it('step 4: one POST exchanges it, with the consumer secret in the body and nothing in the URL', async () => {
      const { record } = await harness.getNew(profile);
      const [exchange, ...others] = requestsTo(salesforce.tokenEndpoint);
      assert.deepEqual(others, []);
      assert.equal(exchange!.method, 'POST');
      assert.equal(queryOf(exchange!).size, 0);
      assert.equal(exchange!.headers.authorization, undefined);
      const sent = formOf(exchange!);
      assert.equal(sent.get('grant_type'), 'authorization_code');
      assert.equal(sent.get('client_id'), salesforce.app.consumerKey);
      assert.equal(sent.get('client_secret'), salesforce.app.consumerSecret);
      assert.equal(sent.get('redirect_uri'), profile.redirectUri);
      const { tokenSet } = record;
      assert.equal(tokenSet.expiresAt, undefined, 'no lifetime is made up: the answer states none');
      assert.equal(tokenSet.scope, 'api refresh_token');
      assert.ok(tokenSet.refreshToken);
      assert.equal((await callApi(`Bearer ${tokenSet.accessToken}`)).status, 200);
    });

    it('afterwards: an ended session is renewed, and the refresh token is kept', async () => {
      const { record } = await harness.getNew(profile);
      salesforce.expireSessions();
      assert.equal((await callApi(`Bearer ${record.tokenSet.accessToken}`)).status, 401);
      const { tokenSet } = (await harness.refresh(profile, record.id)).record;
      assert.equal(tokenSet.refreshToken, record.tokenSet.refreshToken);
      assert.equal((await callApi(`Bearer ${tokenSet.accessToken}`)).status, 200);
    });

    it('an app that requires no secret is not sent one', async () => {
      salesforce.app.requireSecret = false;
      await harness.getNew(profileWith({ tokenEndpointAuthMethod: 'none' }));
      assert.deepEqual(harness.asked, []);
      const sent = formOf(requestsTo(salesforce.tokenEndpoint)[0]!);
      assert.equal(sent.has('client_secret'), false);
      assert.ok(sent.get('code_verifier'));
    });
  });

  describe('troubleshooting', () => {
    it('redirect_uri_mismatch: the browser shows it; Valet Key names the redirect URI to compare', async () => {
      const clock = new FakeClock();
      salesforce.app.callbackUrls = ['https://login.salesforce.com/services/oauth2/success'];
      harness = harnessWith({
        clock,
        browse: async (start) => {
          const page = await new UserAgent().visit(start);
          clock.advance(5 * 60 * 1000);
          return page;
        },
      });
      const error = await harness.failure(harness.getNew(profile));
      assert.match((await harness.lastPage()).text, /error=redirect_uri_mismatch/);
      assert.equal(error.code, 'timed_out');
      assert.match(error.hint!, /redirect URI/);
      assert.equal(requestsTo(salesforce.tokenEndpoint).length, 0);
    });
  });
});

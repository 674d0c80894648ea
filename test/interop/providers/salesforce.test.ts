import assert from 'node:assert/strict';
import type { Profile } from '../../../src/core/profiles/profile';
import { createHarness, type Harness, type HarnessOptions } from '../../support/harness';
import { freePort } from '../../support/httpServers';
import { mistakesOf } from '../../support/providers/mistakes';
import { presetProfile } from '../../support/providers/presetProfile';
import { formOf, queryOf } from '../../support/providers/requests';
import { startSalesforce, type Salesforce } from '../../support/providers/salesforce';
import { paste, pasteEnd } from '../../support/pasting';
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

  /** What somebody else does with the code that they saw in the address bar. */
  const exchange = (callback: URL) =>
    fetch(salesforce.tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code')!,
        client_id: salesforce.app.consumerKey,
        client_secret: salesforce.app.consumerSecret,
        redirect_uri: profile.redirectUri!,
      }),
    });

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

    it('afterwards: revoking ends the refresh token, and the session with it', async () => {
      const { record } = await harness.getNew(profile);
      const [refreshToken] = await harness.revoke(profile, record.id);
      assert.deepEqual(refreshToken, { token: 'refresh_token', outcome: 'revoked' });
      assert.equal((await callApi(`Bearer ${record.tokenSet.accessToken}`)).status, 401);
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

  describe('with the tutorial’s own callback URL', () => {
    const successPage = 'https://login.salesforce.com/services/oauth2/success';

    beforeEach(() => {
      salesforce.app.callbackUrls = [successPage];
      profile = profileWith();
    });

    /** Who copies something out of the address bar of the success page. */
    const copying = (copied: (callback: URL) => string) => {
      harness = harnessWith({
        browse: (start) => pasteEnd(harness, start, (address) => copied(new URL(address))),
      });
      return harness;
    };

    it('step 3: the URL of the success page is pasted, and its code that ends in %3D is decoded exactly once', async () => {
      const { record } = await copying(({ href }) => href).getNew(profile);
      const [sent] = requestsTo(salesforce.tokenEndpoint);
      assert.match(sent!.body, /code=aPrxp[^&]*%3D&/, 'encoded once for the form, not twice');
      assert.equal(formOf(sent!).get('redirect_uri'), successPage);
      assert.equal((await callApi(`Bearer ${record.tokenSet.accessToken}`)).status, 200);
    });

    for (const [how, copied] of [
      ['as it stands in the address', ({ search }: URL) => /code=([^&]+)/.exec(search)![1]!],
      ['decoded by hand, as the tutorial has it', ({ searchParams }: URL) => searchParams.get('code')!],
    ] as const) {
      it(`A21: the code alone, ${how}`, async () => {
        const { record } = await copying(copied).getNew(profile);
        assert.equal((await callApi(`Bearer ${record.tokenSet.accessToken}`)).status, 200);
      });
    }

    it('A21: a code that was copied without its end is refused, and the next step says what belongs to it', async () => {
      const getting = copying(({ search }) => /code=([^&]+?)(%3D)+&/.exec(search)![1]!).getNew(profile);
      const error = await harness.failure(getting);
      assert.equal(error.server?.error, 'invalid_grant');
      assert.match(error.hint!, /copied without the “=” at its end \(%3D in the address bar\)/);
    });

    it('an address of another page is refused, and the right one still taken', async () => {
      const { record } = await copying((callback) => {
        assert.throws(() => paste(harness, callback.href.replace('success', 'failure')), /must begin with/);
        return callback.href;
      }).getNew(profile);
      assert.ok(record.tokenSet.accessToken);
    });
  });

  describe('troubleshooting', () => {
    const mistakes = mistakesOf('docs/providers/salesforce.md', () => salesforce.app.consumerSecret);

    it('redirect_uri_mismatch: the browser shows it; Valet Key names the redirect URI to compare', async () => {
      salesforce.app.callbackUrls = ['https://login.salesforce.com/services/oauth2/success'];
      const { error, text } = await mistakes.signInThatStaysInTheBrowser(profile);
      assert.match(text, /^error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match/);
      assert.match(error.hint!, /redirect URI/);
    });

    it('redirect_uri_mismatch at the token endpoint: the same next step', async () => {
      const error = await mistakes.signIn(profile, { happens: () => (salesforce.app.callbackUrls = []) });
      assert.equal(error.server?.error, 'redirect_uri_mismatch');
      assert.match(error.hint!, /redirect URI/);
    });

    it('invalid_grant, authentication failure: blanks in id and secret, and the minutes that a new app takes', async () => {
      salesforce.app.propagated = false;
      const error = await mistakes.signIn(profile);
      assert.equal(error.server?.errorDescription, 'authentication failure');
      assert.match(error.hint!, /10 minutes/);
      assert.match(error.hint!, /secret/);
    });

    for (const [how, happens] of [
      ['expired', () => salesforce.expireCodes()],
      ['used already', (callback: URL) => exchange(callback)],
    ] as const) {
      it(`invalid_grant, expired authorization code (${how}): start again, with a new code`, async () => {
        const error = await mistakes.signIn(profile, { happens });
        assert.equal(error.server?.errorDescription, 'expired authorization code');
        assert.match(error.hint!, /one use/);
        assert.equal(error.remedy, 'try_again');
      });
    }

    it('401 on the API call: only “Bearer”, one space and the token will do', async () => {
      const { accessToken } = (await harness.getNew(profile)).record.tokenSet;
      for (const wrong of [accessToken, `bearer ${accessToken}`, `Bearer  ${accessToken}`]) {
        const answer = await callApi(wrong);
        assert.equal(answer.status, 401);
        const body = '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]';
        assert.equal(await answer.text(), body);
      }
    });

    it('401 on the API call: introspection tells whether the session has ended; a renewal mends that', async () => {
      const { record } = await harness.getNew(profile);
      assert.equal((await harness.introspect(profile, record.id)).active, true);
      salesforce.expireSessions();
      assert.equal((await harness.introspect(profile, record.id)).active, false);
      const renewed = (await harness.refresh(profile, record.id)).record;
      assert.equal((await callApi(`Bearer ${renewed.tokenSet.accessToken}`)).status, 200);
    });

    it('invalid_client: a wrong consumer secret is named, and asked for anew', async () => {
      const error = await mistakes.signIn(profile, { secret: 'wrong-secret' });
      assert.equal(error.server?.errorDescription, 'invalid client credentials');
      assert.equal(error.remedy, 'set_client_secret');
    });

    it('invalid_client_id: the browser shows it; the next step names the client id', async () => {
      const { error, text } = await mistakes.signInThatStaysInTheBrowser(
        profileWith({ clientId: '3MVG9wrong' }),
      );
      assert.match(text, /^error=invalid_client_id&error_description=client%20identifier%20invalid/);
      assert.match(error.hint!, /client id/i);
    });

    it('access_denied: “Deny” ends the sign-in at once, in Salesforce’s words', async () => {
      const error = await mistakes.signIn(profile, { deny: true });
      assert.equal(error.code, 'authorization_refused');
      assert.equal(error.server?.errorDescription, 'end-user denied authorization');
    });

    it('expired access/refresh token: sign in again', async () => {
      const error = await mistakes.renewal(profile, () => salesforce.revokeRefreshTokens());
      assert.equal(error.server?.errorDescription, 'expired access/refresh token');
      assert.equal(error.remedy, 'get_new_token');
    });
  });
});

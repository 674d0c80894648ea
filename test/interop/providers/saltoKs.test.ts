import assert from 'node:assert/strict';
import { createHarness, type Harness } from '../../support/harness';
import { freePort } from '../../support/httpServers';
import { presetProfile } from '../../support/providers/presetProfile';
import { basicClient, formOf, queryOf } from '../../support/providers/requests';
import { startSaltoKs, type SaltoKs } from '../../support/providers/saltoKs';
import { forgetSecrets } from '../../support/secrets';

describe('SaltoKS Connect, as “Authorization Code Flow” goes', () => {
  let saltoKs: SaltoKs;
  let harness: Harness;

  beforeEach(async () => {
    saltoKs = await startSaltoKs(`http://127.0.0.1:${await freePort()}/callback`);
    harness = createHarness({ type: () => saltoKs.app.clientSecret });
  });

  afterEach(async () => {
    await saltoKs.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profileWith = (changes: Readonly<Record<string, unknown>> = {}) =>
    presetProfile(
      'saltoks',
      saltoKs,
      { identityServer: new URL(saltoKs.issuer).host, clientId: saltoKs.app.clientId },
      { redirectUri: saltoKs.app.redirectUris[0], ...changes },
    );

  const requestsTo = (path: string) => saltoKs.requests.filter(({ url }) => url.split('?')[0] === path);

  describe('step by step', () => {
    it('the list of parameters: callback URL, client ID, scope and a random state are in the request', async () => {
      await harness.getNew(profileWith());
      const asked = queryOf(requestsTo('/connect/authorize')[0]!);
      assert.equal(asked.get('response_type'), 'code');
      assert.equal(asked.get('client_id'), saltoKs.app.clientId);
      assert.equal(asked.get('redirect_uri'), saltoKs.app.redirectUris[0]);
      assert.equal(asked.get('scope'), 'user_api.full_access openid profile offline_access');
      assert.match(asked.get('state')!, /^[\w-]{43}$/);
    });

    it('client authentication: id and secret go in a Basic header, and nowhere else', async () => {
      await harness.getNew(profileWith());
      const [exchange] = requestsTo('/connect/token');
      assert.deepEqual(basicClient(exchange!), {
        name: saltoKs.app.clientId,
        secret: saltoKs.app.clientSecret,
      });
      assert.equal(formOf(exchange!).has('client_secret'), false);
      assert.equal(harness.asked.length, 1, 'the secret is asked for once');
    });

    it('login and consent: the token can be used at the Connect API, and says whose it is', async () => {
      const { record } = await harness.getNew(profileWith());
      const { tokenSet, account } = record;
      assert.equal(account?.label, 'Demo Person');
      assert.ok(tokenSet.expiresAt);
      const api = await fetch(saltoKs.apiUrl, {
        headers: { authorization: `Bearer ${tokenSet.accessToken}` },
      });
      assert.equal(api.status, 200);
    });

    it('the callback’s own `scope` and `session_state` are ignored', async () => {
      const { record } = await harness.getNew(profileWith());
      assert.equal(record.tokenSet.scope, 'user_api.full_access openid profile offline_access');
    });

    it('offline_access: the refresh token is good once, and the new one takes its place', async () => {
      const { record } = await harness.getNew(profileWith());
      const first = record.tokenSet.refreshToken;
      const second = (await harness.refresh(profileWith(), record.id)).record.tokenSet.refreshToken;
      const third = (await harness.refresh(profileWith(), record.id)).record.tokenSet.refreshToken;
      assert.equal(new Set([first, second, third]).size, 3);
    });

    it('without offline_access there is no refresh token, and the renewal says what brings one', async () => {
      const profile = profileWith({ scope: 'user_api.full_access openid profile' });
      const { record } = await harness.getNew(profile);
      assert.equal(record.tokenSet.refreshToken, undefined);
      const error = await harness.failure(harness.refresh(profile, record.id));
      assert.equal(error.code, 'nothing_to_refresh');
      assert.match(error.hint!, /offline_access/);
    });

    it('a public client: no secret is asked for or sent; PKCE is there', async () => {
      saltoKs.app.confidential = false;
      await harness.getNew(profileWith({ tokenEndpointAuthMethod: 'none' }));
      assert.deepEqual(harness.asked, []);
      const [exchange] = requestsTo('/connect/token');
      assert.equal(exchange!.headers.authorization, undefined);
      assert.ok(formOf(exchange!).get('code_verifier'));
    });
  });
});

import assert from 'node:assert/strict';
import { createHarness, type Harness } from '../../support/harness';
import { freePort } from '../../support/httpServers';
import { mistakesOf } from '../../support/providers/mistakes';
import { presetProfile } from '../../support/providers/presetProfile';
import { basicClient, formOf, queryOf } from '../../support/providers/requests';
import { startSaltoKs, type SaltoKs } from '../../support/providers/saltoKs';
import { pasteEnd } from '../../support/pasting';
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

  it('the callback URL of SaltoKS’ own web app: the browser ends there, and its URL is pasted', async () => {
    const webApp = 'https://app-accept.saltoks.com/callback';
    saltoKs.app.redirectUris = [webApp];
    harness = createHarness({
      type: () => saltoKs.app.clientSecret,
      browse: (start) => pasteEnd(harness, start),
    });
    const { record } = await harness.getNew(profileWith());
    assert.equal(formOf(requestsTo('/connect/token')[0]!).get('redirect_uri'), webApp);
    assert.equal(record.account?.label, 'Demo Person');
  });

  describe('when it goes wrong', () => {
    const mistakes = mistakesOf('docs/providers/saltoks.md', () => saltoKs.app.clientSecret);

    it('a callback URL that is not registered: a page with little more than a code; the next step names it', async () => {
      const profile = profileWith();
      saltoKs.app.redirectUris = ['https://app-accept.saltoks.com/callback'];
      const { error, text } = await mistakes.signInThatStaysInTheBrowser(profile);
      assert.match(text, /Sorry, there was an error.*unauthorized_client/);
      assert.match(error.hint!, /redirect URI/);
    });

    it('a scope that the client may not have: the same kind of page; the next step names scopes too', async () => {
      const { error, text } = await mistakes.signInThatStaysInTheBrowser(
        profileWith({ scope: 'user_api.full_access openid admin' }),
      );
      assert.match(text, /invalid_scope/);
      assert.match(error.hint!, /scope/);
    });

    it('a wrong client secret: invalid_client without a word more, and it is asked for anew', async () => {
      const error = await mistakes.signIn(profileWith(), { secret: 'wrong-secret' });
      assert.deepEqual(error.server, { error: 'invalid_client', httpStatus: 400 });
      assert.equal(error.remedy, 'set_client_secret');
    });

    it('a confidential client without its secret: the next step is the client authentication', async () => {
      const error = await mistakes.signIn(profileWith({ tokenEndpointAuthMethod: 'none' }));
      assert.equal(error.server?.error, 'invalid_client');
      assert.match(error.hint!, /tokenEndpointAuthMethod/);
    });

    it('“No” on the consent form: the sign-in ends at once', async () => {
      const error = await mistakes.signIn(profileWith(), { deny: true });
      assert.equal(error.server?.error, 'access_denied');
    });

    it('a code that has expired: invalid_grant without a word more; start again', async () => {
      const error = await mistakes.signIn(profileWith(), { happens: () => saltoKs.expireCodes() });
      assert.deepEqual(error.server, { error: 'invalid_grant', httpStatus: 400 });
      assert.equal(error.remedy, 'try_again');
    });

    it('a refresh token that somebody else used: sign in again', async () => {
      const error = await mistakes.renewal(profileWith(), () => saltoKs.useUpRefreshTokens());
      assert.equal(error.server?.error, 'invalid_grant');
      assert.equal(error.remedy, 'get_new_token');
    });
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { FRAGMENT_FIELD } from '../../../src/node/loopback/fragmentPage';
import { createHarness, type Harness } from '../../support/harness';
import { freePort } from '../../support/httpServers';
import { mistakesOf } from '../../support/providers/mistakes';
import { startOkta, type Okta } from '../../support/providers/okta';
import { presetProfile } from '../../support/providers/presetProfile';
import { formOf, queryOf } from '../../support/providers/requests';
import { forgetSecrets } from '../../support/secrets';
import { UserAgent } from '../../support/userAgent';

describe('Okta, as “Get an access token and make a request” goes', () => {
  let okta: Okta;
  let harness: Harness;

  beforeEach(async () => {
    okta = await startOkta(`http://127.0.0.1:${await freePort()}/callback`);
    harness = createHarness({ type: () => okta.app.clientSecret });
  });

  afterEach(async () => {
    await okta.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profileWith = (changes: Readonly<Record<string, unknown>> = {}) =>
    presetProfile(
      'okta',
      okta,
      { yourOktaDomain: new URL(okta.url).host, clientId: okta.app.clientId, scopes: 'okta.users.read' },
      { redirectUri: okta.app.redirectUris[0], ...changes },
    );
  /** As the guide has it: authorization and token endpoint by hand. */
  const byHand = () => ({
    issuer: undefined,
    authorizationEndpoint: okta.authorizationEndpoint,
    tokenEndpoint: okta.tokenEndpoint,
  });

  const requestsTo = (endpoint: string) =>
    okta.requests.filter(({ url }) => url.split('?')[0] === new URL(endpoint).pathname);

  describe('step by step', () => {
    for (const [how, changes] of [
      ['with the issuer of the preset', () => ({})],
      ['with Auth URL and Access Token URL, as the guide has it', byHand],
    ] as const) {
      it(`steps 5 and 6, ${how}: PKCE with S256 and a verifier of our own, the secret in the body`, async () => {
        await harness.getNew(profileWith(changes()));
        const asked = queryOf(requestsTo(okta.authorizationEndpoint)[0]!);
        assert.equal(asked.get('response_type'), 'code');
        assert.equal(asked.get('client_id'), okta.app.clientId);
        assert.equal(asked.get('redirect_uri'), okta.app.redirectUris[0]);
        assert.equal(asked.get('scope'), 'okta.users.read');
        assert.match(asked.get('state')!, /^[\w-]{43}$/);
        assert.equal(asked.get('code_challenge_method'), 'S256');
        const [exchange] = requestsTo(okta.tokenEndpoint);
        const sent = formOf(exchange!);
        const challenge = createHash('sha256').update(sent.get('code_verifier')!).digest('base64url');
        assert.equal(asked.get('code_challenge'), challenge);
        assert.equal(sent.get('client_secret'), okta.app.clientSecret);
        assert.equal(exchange!.headers.authorization, undefined);
      });
    }

    it('step 7: the token shows its scopes and its hour', async () => {
      const { record } = await harness.getNew(profileWith());
      assert.equal(record.tokenSet.scope, 'okta.users.read');
      assert.ok(Math.abs(record.tokenSet.expiresAt! - record.obtainedAt - 3600_000) < 60_000);
    });

    it('steps 8 and 9: “Use Token” is the Bearer header; the response lists the users', async () => {
      const { record } = await harness.getNew(profileWith());
      const headers = { authorization: `Bearer ${record.tokenSet.accessToken}` };
      const users = (await (await fetch(okta.usersUrl, { headers })).json()) as unknown[];
      assert.equal(users.length, 1);
    });

    it('a native app: no secret is asked for or sent', async () => {
      okta.app.authentication = 'none';
      await harness.getNew(profileWith({ tokenEndpointAuthMethod: 'none' }));
      assert.deepEqual(harness.asked, []);
      assert.equal(formOf(requestsTo(okta.tokenEndpoint)[0]!).has('client_secret'), false);
    });

    it('with openid and offline_access: an ID token that is validated, and a refresh token', async () => {
      const { record } = await harness.getNew(
        profileWith({ scope: 'openid offline_access okta.users.read' }),
      );
      assert.equal(record.account?.label, 'demo');
      assert.ok(record.tokenSet.refreshToken);
    });
  });

  describe('the implicit request that the guide has by hand', () => {
    const implicit = () =>
      profileWith({ ...byHand(), grantType: 'implicit', tokenEndpointAuthMethod: undefined });
    /** The browser's part: the page at the redirect URI reads the fragment and posts it back. */
    const carryFragment = async (start: string) => {
      const { url } = await new UserAgent().visit(start, { stopAt: ({ hash }) => hash !== '' });
      const page = await fetch(url);
      assert.match(await page.text(), /history\.replaceState/, 'it takes the token out of the address bar');
      return await fetch(url, {
        method: 'POST',
        headers: { origin: url.origin },
        body: new URLSearchParams({ [FRAGMENT_FIELD]: url.hash.slice(1) }),
      });
    };

    it('asks with response_type=token, a nonce and a state; the token is read from the fragment', async () => {
      okta.app.implicit = true;
      harness = createHarness({ browse: carryFragment });
      const { record } = await harness.getNew(implicit());
      const asked = queryOf(requestsTo(okta.authorizationEndpoint)[0]!);
      assert.equal(asked.get('response_type'), 'token');
      assert.equal(asked.get('scope'), 'okta.users.read');
      assert.match(asked.get('nonce')!, /^[\w-]{43}$/);
      assert.match(asked.get('state')!, /^[\w-]{43}$/);
      assert.deepEqual(requestsTo(okta.tokenEndpoint), [], 'no code, no secret, no exchange');
      assert.deepEqual(harness.asked, []);
      assert.equal(record.tokenSet.scope, 'okta.users.read');
      assert.ok(Math.abs(record.tokenSet.expiresAt! - record.obtainedAt - 3600_000) < 60_000);
      const headers = { authorization: `Bearer ${record.tokenSet.accessToken}` };
      assert.equal((await fetch(okta.usersUrl, { headers })).status, 200);
    });

    it('an app that does not allow it: the error in the fragment is told at once', async () => {
      harness = createHarness({ browse: carryFragment });
      const error = await harness.failure(harness.getNew(implicit()));
      assert.equal(error.server?.error, 'unsupported_response_type');
      assert.match(error.server.errorDescription!, /Configured response types: \[code\]/);
    });
  });

  describe('when it goes wrong', () => {
    const mistakes = mistakesOf('docs/providers/okta.md', () => okta.app.clientSecret);
    const refreshable = { scope: 'offline_access okta.users.read' };

    it('a redirect URI that is not registered: Okta’s page says so; the next step names it', async () => {
      const profile = profileWith();
      okta.app.redirectUris = ['https://app.example.com/callback'];
      const { error, text } = await mistakes.signInThatStaysInTheBrowser(profile);
      assert.match(text, /The 'redirect_uri' parameter must be a Login redirect URI/);
      assert.match(error.hint!, /redirect URI/);
    });

    it('an unknown client id: the browser shows errorCode and errorSummary; the next step names it', async () => {
      const { error, text } = await mistakes.signInThatStaysInTheBrowser(
        profileWith({ clientId: '0oawrong' }),
      );
      assert.match(text, /^\{"errorCode":"invalid_client","errorSummary":"Invalid value for 'client_id'/);
      assert.match(error.hint!, /client id/i);
    });

    it('an app that is gone when the token is renewed: errorCode and errorSummary are read as an error', async () => {
      const error = await mistakes.renewal(
        profileWith(refreshable),
        () => (okta.app.clientId = '0oaanother'),
      );
      assert.equal(error.server?.error, 'invalid_client');
      assert.equal(error.server.errorDescription, "Invalid value for 'client_id' parameter.");
    });

    it('a scope that the app was not granted: invalid_scope, and where scopes are granted', async () => {
      const error = await mistakes.signIn(profileWith({ scope: 'okta.groups.read' }));
      assert.equal(error.code, 'authorization_refused');
      assert.match(error.server!.errorDescription!, /^One or more scopes are not configured/);
      assert.match(error.hint!, /Okta API Scopes/);
      assert.equal(error.remedy, 'edit_profile');
    });

    it('a person who is not assigned to the app: access_denied, in Okta’s words', async () => {
      okta.app.assigned = false;
      const error = await mistakes.signIn(profileWith());
      assert.equal(error.server?.errorDescription, 'User is not assigned to the client application.');
    });

    it('“Deny”: the sign-in ends at once', async () => {
      assert.equal((await mistakes.signIn(profileWith(), { deny: true })).server?.error, 'access_denied');
    });

    it('a wrong client secret: invalid_client, and it is asked for anew', async () => {
      const error = await mistakes.signIn(profileWith(), { secret: 'wrong-secret' });
      assert.equal(error.server?.error, 'invalid_client');
      assert.equal(error.remedy, 'set_client_secret');
    });

    it('no client secret where there must be one: the next step is the client authentication', async () => {
      const error = await mistakes.signIn(profileWith({ tokenEndpointAuthMethod: 'none' }));
      assert.equal(error.server?.error, 'invalid_client');
      assert.match(error.hint!, /tokenEndpointAuthMethod/);
    });

    it('a code that has expired: start again', async () => {
      const error = await mistakes.signIn(profileWith(), { happens: () => okta.expireCodes() });
      assert.equal(error.server?.error, 'invalid_grant');
      assert.equal(error.remedy, 'try_again');
    });

    it('a dead refresh token: sign in again', async () => {
      const error = await mistakes.renewal(profileWith(refreshable), () => okta.expireRefreshTokens());
      assert.equal(error.server?.errorDescription, 'The refresh token is invalid or expired.');
      assert.equal(error.remedy, 'get_new_token');
    });
  });
});

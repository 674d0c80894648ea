import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createHarness, type Harness } from '../../support/harness';
import { freePort } from '../../support/httpServers';
import { startOkta, type Okta } from '../../support/providers/okta';
import { presetProfile } from '../../support/providers/presetProfile';
import { formOf, queryOf } from '../../support/providers/requests';
import { forgetSecrets } from '../../support/secrets';

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
});

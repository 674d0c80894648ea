import assert from 'node:assert/strict';
import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { moreGrantTypes } from '../support/authorizationServer/moreGrants';
import { createHarness, profileOf, type Harness, type HarnessOptions } from '../support/harness';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';

describe('grants of one request, with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;
  const typed = new Map<string, string | undefined>();

  async function start(
    moreClients: readonly ClientMetadata[] = [],
    options: HarnessOptions = {},
  ): Promise<void> {
    server = await startAuthorizationServer({ moreClients });
    harness = createHarness({ type: (title) => typed.get(title), ...options });
  }

  afterEach(async () => {
    for (const secret of server.issued) registerSecret(secret);
    await server.stop();
    harness.scanLog();
    forgetSecrets();
    typed.clear();
  });

  const app = (members: Readonly<Record<string, unknown>>, name = 'test') =>
    profileOf({ issuer: server.issuer, clientId: server.clients.demoApp.clientId, ...members }, name);
  const lastToken = () => server.requests.filter(({ path }) => path === '/token').at(-1)!.form;

  describe('G5: password', () => {
    const profile = (members: Readonly<Record<string, unknown>> = {}) =>
      app({ grantType: 'password', scope: 'orders:read', ...members });

    it('asks for user name and password, sends them, and keeps neither', async () => {
      proves('oidcProvider', 'password');
      await start();
      typed.set('User name for “test”', 'demo').set('Password for “test”', 'demo');
      const { record } = await harness.getNew(profile());
      assert.equal((await server.lookUp(record.tokenSet.accessToken))?.accountId, 'demo');
      assert.equal(record.label, 'demo');
      assert.deepEqual(
        [lastToken().get('grant_type'), lastToken().get('username'), lastToken().get('password')],
        ['password', 'demo', 'demo'],
      );
      assert.doesNotMatch([...harness.secrets.values.values()].join(), /"password"/);
      assert.match(harness.logger.lines.join('\n'), /Insecure: password/);
    });

    it('asks for the password each time; the user name in the profile is not asked for', async () => {
      await start();
      typed.set('Password for “test”', 'demo');
      await harness.getNew(profile({ username: 'demo' }));
      await harness.getNew(profile({ username: 'demo' }));
      assert.deepEqual(harness.asked, ['Password for “test”', 'Password for “test”']);
    });

    it('tokens of two users stand side by side; one of the same user takes the old one’s place', async () => {
      await start();
      typed.set('Password for “test”', 'demo');
      const { record } = await harness.getNew(profile({ username: 'demo' }));
      await harness.store.put({ ...record, id: 'of-another', label: 'ada' });
      const again = await harness.getNew(profile({ username: 'demo' }));
      assert.equal(again.record.id, record.id);
      assert.deepEqual((await harness.store.list()).tokens.map(({ label }) => label).sort(), ['ada', 'demo']);
    });

    it('a wrong password is refused in the server’s words, and is in none of ours', async () => {
      await start();
      registerSecret('a-wrong-password');
      typed.set('Password for “test”', 'a-wrong-password');
      const error = await harness.failure(harness.getNew(profile({ username: 'demo' })));
      assert.match(error.message, /invalid_grant/);
    });

    for (const escaped of ['User name for “test”', 'Password for “test”']) {
      it(`L18: Escape at “${escaped}” sends nothing and leaves nothing`, async () => {
        await start();
        typed.set('User name for “test”', 'demo').set('Password for “test”', 'demo').set(escaped, undefined);
        assert.equal((await harness.failure(harness.getNew(profile()))).code, 'cancelled');
        assert.equal(server.requests.filter(({ path }) => path === '/token').length, 0);
      });
    }
  });

  describe('G8: JWT bearer', () => {
    for (const algorithm of ['RS256', 'PS256', 'ES256', 'EdDSA']) {
      it(`signs an assertion with ${algorithm} that the server checks, another for each token`, async () => {
        if (algorithm === 'RS256') proves('oidcProvider', 'jwt_bearer');
        const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
        const key = await exportPKCS8(privateKey);
        registerSecret(key.split('\n')[1] ?? '');
        const robot = {
          client_id: 'robot',
          token_endpoint_auth_method: 'none',
          grant_types: moreGrantTypes,
          response_types: [],
          redirect_uris: [],
          jwks: { keys: [{ ...(await exportJWK(publicKey)), alg: algorithm, kid: 'k1' }] },
        } as const;
        await start([robot], { clientKey: { key } });
        const profile = app({
          clientId: 'robot',
          grantType: 'jwt_bearer',
          scope: 'orders:read',
          clientKeyId: 'k1',
          ...(algorithm === 'PS256' && { tokenEndpointAuthSigningAlg: algorithm }),
          assertion: { subject: 'demo', lifetime: 60, claims: { scope: 'https://example.com/a' } },
        });
        const { record } = await harness.getNew(profile);
        assert.equal((await server.lookUp(record.tokenSet.accessToken))?.accountId, 'demo');
        assert.equal(record.label, 'demo');
        const renewed = await harness.refresh(profile, record.id);
        assert.equal(renewed.record.id, record.id, 'renewed without a person, in its place');
        registerSecret(lastToken().get('assertion') ?? '');
      });
    }

    it('a pasted assertion that is none is not sent', async () => {
      await start();
      typed.set('Assertion for “test”', 'a-pasted-refresh-token');
      registerSecret('a-pasted-refresh-token');
      const error = await harness.failure(harness.getNew(app({ grantType: 'jwt_bearer' })));
      assert.equal(error.code, 'input_invalid');
      assert.equal(server.requests.filter(({ path }) => path === '/token').length, 0);
    });
  });

  describe('G9: token exchange', () => {
    const subject = () => app({ scope: 'openid email orders:read' }, 'subject');
    const exchange = (members: Readonly<Record<string, unknown>> = {}) =>
      app({ grantType: 'token_exchange', scope: 'orders:write', subjectProfile: 'subject', ...members });

    it('builds on another profile’s token: signs in for it first, and uses the stored one after that', async () => {
      proves('oidcProvider', 'token_exchange');
      await start();
      harness.addProfile(subject());
      const { record } = await harness.getNew(exchange({ audience: 'warehouse' }));
      assert.equal(harness.opened.length, 1);
      const known = await server.lookUp(record.tokenSet.accessToken);
      assert.deepEqual([known?.accountId, known?.scope], ['demo', 'orders:write']);
      assert.equal(record.label, 'from “subject”');
      assert.equal(lastToken().get('audience'), 'warehouse');
      await harness.getNew(exchange());
      assert.equal(harness.opened.length, 1);
    });

    it('is renewed without a person as long as the other profile has a token, and says so when it has none', async () => {
      await start();
      harness.addProfile(subject());
      const { record } = await harness.getNew(exchange());
      await harness.refresh(exchange(), record.id);
      const { tokens } = await harness.store.list();
      const old = (await harness.store.get(tokens.find(({ profile }) => profile === 'subject')!.id))!;
      await harness.store.put({ ...old, tokenSet: { ...old.tokenSet, expiresAt: old.obtainedAt } });
      const error = await harness.failure(harness.refresh(exchange(), record.id));
      assert.match(error.message, /“test” builds on a token of “subject”, and only a person/);
      assert.deepEqual([error.remedy, error.profile], ['get_new_token', 'test']);
      assert.equal(harness.opened.length, 1);
    });

    it('C7: cancelling in the middle of the other profile’s sign-in cancels both, without a trace', async () => {
      const cancel = new AbortController();
      await start([], {
        browse: () => {
          cancel.abort();
          return Promise.resolve();
        },
      });
      harness.addProfile(subject());
      const error = await harness.failure(harness.getNew(exchange(), cancel.signal));
      assert.equal(error.code, 'cancelled');
      assert.equal((await harness.store.list()).tokens.length, 0);
      assert.equal(harness.service.isRunning(subject()), false);
    });

    it('an error of the other profile’s sign-in is that profile’s', async () => {
      await start();
      harness.addProfile(app({ clientId: 'nobody', grantType: 'device_code' }, 'subject'));
      const error = await harness.failure(harness.getNew(exchange()));
      assert.equal(error.profile, 'subject');
    });

    it('says so when the other profile has no token of the type', async () => {
      await start();
      harness.addProfile(app({ scope: 'orders:read' }, 'subject'));
      const type = 'urn:ietf:params:oauth:token-type:id_token';
      const error = await harness.failure(harness.getNew(exchange({ subjectTokenType: type })));
      assert.equal(error.code, 'nothing_to_exchange');
      assert.match(error.hint ?? '', /openid/);
    });

    it('explains what was issued when it is no access token', async () => {
      await start();
      harness.addProfile(subject());
      const requestedTokenType = 'urn:ietf:params:oauth:token-type:id_token';
      const error = await harness.failure(harness.getNew(exchange({ requestedTokenType })));
      assert.match(error.message, /issued no access token, but an ID token/);
    });

    it('exchanges a pasted token', async () => {
      await start();
      harness.addProfile(subject());
      const { record } = await harness.getNew(subject());
      typed.set('Token to exchange for “test”', record.tokenSet.accessToken);
      const pasted = app({ grantType: 'token_exchange', scope: 'orders:write' });
      assert.ok(await server.lookUp((await harness.getNew(pasted)).record.tokenSet.accessToken));
    });
  });
});

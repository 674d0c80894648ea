import assert from 'node:assert/strict';
import { json, type Answer } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets } from '../support/secrets';

type Changes = Readonly<Record<string, unknown>>;
const now = () => Math.floor(Date.now() / 1000);
const minutes = (count: number) => count * 60_000;

describe('ID token: times, and what is odd but no reason to refuse', () => {
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startScriptedServer();
    harness = createHarness();
  });

  afterEach(async () => {
    await server.stop();
    forgetSecrets();
  });

  const oidc = (more: Changes = {}) =>
    profileOf({ issuer: server.issuer, clientId: 'app', scope: 'openid email', ...more });
  const answerWith = (changes: () => Changes, headers: NonNullable<Answer['headers']> = {}) =>
    server.onToken(() =>
      json(server.tokenResponse({ id_token: server.idToken(changes()), refresh_token: 'refresh-1' }), {
        headers,
      }),
    );
  const log = () => harness.logger.lines.join('\n');

  it('K5, D7: an exp of 20 s ago is still good; one of a minute ago is not', async () => {
    answerWith(() => ({ exp: now() - 20 }));
    await harness.getNew(oidc());
    answerWith(() => ({ exp: now() - 60 }));
    assert.equal((await harness.failure(harness.getNew(oidc()))).code, 'id_token_invalid');
  });

  for (const [offset, hint] of [
    [minutes(7), /^Check this machine’s clock: the server’s is [67] min ahead\.$/],
    [minutes(-125), /^Check this machine’s clock: the server’s is 2 h [45] min behind\.$/],
    [0, /^The server’s clock agrees with this machine’s/],
  ] as const) {
    it(`K5: with the server’s clock ${offset / 60_000} min off, the hint says so`, async () => {
      answerWith(() => ({ exp: now() - 600 }), { date: new Date(Date.now() + offset).toUTCString() });
      assert.match((await harness.failure(harness.getNew(oidc()))).hint ?? '', hint);
    });
  }

  it('67, K5: an iat of tomorrow is accepted, with a word about the clock in the log', async () => {
    answerWith(() => ({ iat: now() + 86_400 }), { date: new Date(Date.now() + minutes(1440)).toUTCString() });
    await harness.getNew(oidc());
    assert.match(
      log(),
      /issued in the future\. Check this machine’s clock: the server’s is (23|24) h.* ahead/,
    );
  });

  it('68: an azp of another client beside one audience is accepted, with a warning', async () => {
    answerWith(() => ({ azp: 'another-app' }));
    await harness.getNew(oidc());
    assert.match(log(), /issued to another client than it is for \(azp\)/);
  });

  it('D4: an azp of this client makes several audiences good; nothing is warned of', async () => {
    answerWith(() => ({ aud: ['app', 'another-app'], azp: 'app' }));
    await harness.getNew(oidc());
    assert.doesNotMatch(log(), /ID token: /);
  });

  it('an acr that was not asked for is accepted, with a warning', async () => {
    answerWith(() => ({ acr: 'urn:one-factor' }));
    await harness.getNew(oidc({ acrValues: 'urn:two-factors urn:smartcard' }));
    assert.match(log(), /of another kind \(acr\)/);
    answerWith(() => ({ acr: 'urn:smartcard' }));
    harness = createHarness();
    await harness.getNew(oidc({ acrValues: 'urn:two-factors urn:smartcard' }));
    assert.doesNotMatch(log(), /\(acr\)/);
  });

  it('D1, oidcc-client-test-invalid-iss: an iss without scheme is refused', async () => {
    answerWith(() => ({ iss: server.issuer.replace('http://', '') }));
    assert.equal((await harness.failure(harness.getNew(oidc()))).code, 'id_token_invalid');
  });

  for (const idToken of [null, '', 'garbage', 'a.b.c', 'five.parts.of.a.jwe', 7]) {
    it(`B22: in an OpenID profile the id_token ${JSON.stringify(idToken)} is refused and nothing is stored`, async () => {
      server.onToken(json(server.tokenResponse({ id_token: idToken })));
      assert.equal((await harness.failure(harness.getNew(oidc()))).code, 'id_token_invalid');
      assert.equal(harness.secrets.values.size, 0);
    });
  }

  describe('with a renewed token', () => {
    const renewedWith = async (changes: () => Changes) => {
      answerWith(() => ({}));
      const { record } = await harness.getNew(oidc());
      answerWith(changes);
      return { record, renewal: harness.refresh(oidc(), record.id) };
    };

    it('R50: the same nonce, or none, is accepted', async () => {
      const nonce = () => server.authorizationRequest().get('nonce');
      await (
        await renewedWith(() => ({ nonce: nonce() }))
      ).renewal;
      await (
        await renewedWith(() => ({ nonce: undefined }))
      ).renewal;
    });

    it('R50: another nonce is refused and the old set is kept', async () => {
      const { record, renewal } = await renewedWith(() => ({ nonce: 'another-nonce' }));
      const error = await harness.failure(renewal);
      assert.equal(error.code, 'id_token_invalid');
      assert.match(error.message, /another sign-in/);
      assert.deepEqual(await harness.store.get(record.id), record);
    });

    it('D17: another sub is said to be another account', async () => {
      const { renewal } = await renewedWith(() => ({ sub: 'person-2', nonce: undefined }));
      const error = await harness.failure(renewal);
      assert.match(error.message, /account changed.*old token is kept/);
      assert.equal(error.remedy, 'get_new_token');
    });

    it('K5: one whose times are wrong does not cost the new refresh token; the former ID token stays', async () => {
      answerWith(() => ({}));
      const { record } = await harness.getNew(oidc());
      server.onToken(() =>
        json(
          server.tokenResponse({
            id_token: server.idToken({ exp: now() - 600 }),
            refresh_token: 'refresh-2',
          }),
        ),
      );
      const renewed = (await harness.refresh(oidc(), record.id)).record;
      assert.equal(renewed.tokenSet.refreshToken, 'refresh-2');
      assert.equal(renewed.tokenSet.idToken, record.tokenSet.idToken);
      assert.deepEqual(renewed.account, record.account);
      assert.match(log(), /not valid at this time.*former one is kept/);
    });

    it('K5: one whose times are wrong is refused all the same where its signature is, too', async () => {
      answerWith(() => ({}));
      const { record } = await harness.getNew(oidc());
      const mangled = () => server.idToken({ exp: now() - 600 }).replace(/[^.]+$/, 'bWFuZ2xlZA');
      server.onToken(() => json(server.tokenResponse({ id_token: mangled(), refresh_token: 'refresh-2' })));
      const error = await harness.failure(harness.refresh(oidc(), record.id));
      assert.equal(error.code, 'id_token_invalid');
      assert.deepEqual(await harness.store.get(record.id), record);
    });

    for (const [what, changes] of [
      ['another person', { sub: 'person-2' }],
      ['another audience', { aud: 'another-app' }],
      ['another sign-in', { nonce: 'another-nonce' }],
    ] as const) {
      it(`K5: one whose times are wrong is refused all the same where it is for ${what}`, async () => {
        const untimely = { exp: now() - 600, nonce: undefined, ...changes };
        const { record, renewal } = await renewedWith(() => untimely);
        assert.equal((await harness.failure(renewal)).code, 'id_token_invalid');
        assert.deepEqual(await harness.store.get(record.id), record);
      });
    }

    it('D2: another audience is refused', async () => {
      const { record, renewal } = await renewedWith(() => ({ aud: 'another-app', nonce: undefined }));
      assert.equal((await harness.failure(renewal)).code, 'id_token_invalid');
      assert.deepEqual(await harness.store.get(record.id), record);
    });

    it('what the answer leaves out is kept: ID token, how it was checked, and what was asked for', async () => {
      answerWith(() => ({}));
      const { record } = await harness.getNew(oidc({ scope: 'openid email admin' }));
      server.onToken(json(server.tokenResponse({ scope: 'openid email' })));
      const renewed = (await harness.refresh(oidc({ scope: 'openid email admin' }), record.id)).record;
      assert.equal(renewed.tokenSet.idToken, record.tokenSet.idToken);
      const [summary] = (await harness.store.list()).tokens;
      assert.equal(summary?.idTokenSignature, 'checked');
      assert.deepEqual(summary.notGranted, ['admin']);
    });
  });
});

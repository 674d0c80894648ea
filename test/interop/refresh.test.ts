import assert from 'node:assert/strict';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

describe('refresh', () => {
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    registerSecret('the-client-secret');
    server = await startScriptedServer();
    harness = createHarness({ type: () => 'the-client-secret' });
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const service = () =>
    profileOf({
      issuer: server.issuer,
      clientId: 'app',
      grantType: 'client_credentials',
      scope: 'read write',
    });
  const signIn = () => profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read' });

  for (const [change, kept] of [
    [{}, 'old-refresh-token'],
    [{ refresh_token: null }, 'old-refresh-token'],
    [{ refresh_token: '' }, 'old-refresh-token'],
    [{ refresh_token: 'half\ud800pair' }, 'old-refresh-token'],
    [{ refresh_token: 'new-refresh-token' }, 'new-refresh-token'],
  ] as const) {
    it(`B20, T6: after a refresh response with ${JSON.stringify(change)} the ${kept} is kept`, async () => {
      server.onToken(json(server.tokenResponse({ refresh_token: 'old-refresh-token', scope: 'read' })));
      const { record } = await harness.getNew(signIn());
      server.onToken(
        json(server.tokenResponse({ access_token: 'a-new-access-token', expires_in: undefined, ...change })),
      );
      const renewed = (await harness.refresh(signIn(), record.id)).record.tokenSet;
      assert.equal(renewed.refreshToken, kept);
      assert.equal(renewed.accessToken, 'a-new-access-token');
      assert.equal(renewed.expiresAt, undefined, 'the old expiry does not outlive its token');
      assert.equal(renewed.scope, 'read', 'RFC 6749 §6: no scope in the answer means the same scope');
      assert.deepEqual(
        new URLSearchParams(server.tokenRequests().at(-1)!.body).get('refresh_token'),
        'old-refresh-token',
      );
    });
  }

  it('a token that was removed while it was renewed stays removed', async () => {
    server.onToken(json(server.tokenResponse({ refresh_token: 'old-refresh-token' })));
    const { record } = await harness.getNew(signIn());
    const removed = server.received('/remove-now');
    server.onToken((request) => {
      void fetch(`${server.url}/remove-now`);
      return json(server.tokenResponse({ access_token: `new-${request.body.length}` }), { pausePerByte: 5 });
    });
    const renewal = harness.failure(harness.refresh(signIn(), record.id));
    await removed;
    await harness.store.remove(record.id);
    assert.equal((await renewal).code, 'cancelled');
    assert.equal(await harness.store.get(record.id), undefined);
  });

  it('J8: a sign-in that was stored while an older token was renewed is not overwritten', async () => {
    server.onToken(json(server.tokenResponse({ refresh_token: 'old-refresh-token' })));
    const { record } = await harness.getNew(signIn());
    const asked = server.received('/asked');
    server.onToken(() => {
      void fetch(`${server.url}/asked`);
      return json(server.tokenResponse({ refresh_token: 'rotated-refresh-token' }), { pausePerByte: 5 });
    });
    const renewal = harness.refresh(signIn(), record.id);
    await asked;
    const newer = {
      ...record,
      tokenSet: {
        ...record.tokenSet,
        accessToken: 'newer-access-token',
        refreshToken: 'newer-refresh-token',
      },
    };
    await harness.store.put(newer);
    assert.deepEqual((await renewal).record, newer);
    assert.deepEqual(await harness.store.get(record.id), newer);
  });

  it('H12: a new sign-in of a renamed profile takes the place of the old token', async () => {
    const { record } = await harness.getNew(signIn());
    harness.removeProfile(record.profile);
    await harness.getNew({ ...signIn(), name: 'renamed' });
    const { tokens } = await harness.store.list();
    assert.deepEqual(
      tokens.map(({ id, profile }) => [id, profile]),
      [[record.id, 'renamed']],
    );
  });

  it('a renamed client-credentials profile renews its token in place', async () => {
    const { record } = await harness.getNew(service());
    const renamed = { ...service(), name: 'renamed' };
    await harness.refresh(renamed, record.id);
    const { tokens } = await harness.store.list();
    assert.deepEqual(
      tokens.map(({ id, profile }) => [id, profile]),
      [[record.id, 'renamed']],
    );
  });

  it('decision 13: a refused refresh deletes nothing and says to sign in again', async () => {
    server.onToken(json(server.tokenResponse({ refresh_token: 'old-refresh-token' })));
    const { record } = await harness.getNew(signIn());
    server.onToken(json({ error: 'invalid_grant' }, { status: 400 }));
    const error = await harness.failure(harness.refresh(signIn(), record.id));
    assert.equal(error.remedy, 'get_new_token');
    assert.deepEqual(await harness.store.get(record.id), { ...record, needsSignIn: true });
  });
});

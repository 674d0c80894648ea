import assert from 'node:assert/strict';
import { eventually } from '../support/eventually';
import { FakeClock } from '../support/fakes/clock';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

describe('refresh, when the server is busy or answers oddly', () => {
  let server: ScriptedServer;
  let harness: Harness;
  let clock: FakeClock;
  let id: string;

  beforeEach(async () => {
    registerSecret('the-refresh-token');
    server = await startScriptedServer();
    clock = new FakeClock();
    harness = createHarness({ clock });
    server.onToken(json(server.tokenResponse({ refresh_token: 'the-refresh-token', scope: 'read write' })));
    id = (await harness.getNew(signIn())).record.id;
    server.requests.length = 0;
  });

  afterEach(async () => {
    assert.equal(clock.running, 0, 'no timer is left');
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const signIn = (scope = 'read write') => profileOf({ issuer: server.issuer, clientId: 'app', scope });
  const busy = (wait: string | undefined, status = 503) => ({
    status,
    ...(wait !== undefined && { headers: { 'retry-after': wait } }),
  });
  const fresh = () => json(server.tokenResponse({ access_token: 'a-new-access-token' }));

  for (const status of [429, 503]) {
    for (const [what, wait, milliseconds] of [
      ['5 seconds', () => '5', 5000],
      ['a minute', () => '60', 60_000],
      ['a date', () => new Date(clock.now() + 20_000).toUTCString(), 20_000],
    ] as const) {
      it(`B31: after a ${status} with Retry-After ${what} a refresh waits so long, and tries once more`, async () => {
        server.onToken(busy(wait(), status), fresh());
        const renewal = harness.refresh(signIn(), id);
        await eventually('the wait', () => clock.running === 1);
        clock.advance(milliseconds - 1);
        assert.equal(server.tokenRequests().length, 1);
        clock.advance(1);
        assert.equal((await renewal).record.tokenSet.accessToken, 'a-new-access-token');
        assert.equal(server.tokenRequests().length, 2);
        assert.match(harness.logger.lines.join('\n'), /asks to wait/);
      });
    }

    for (const [wait, words] of [
      ['61', /asks to wait 61 seconds/],
      ['86400', /asks to wait 24 hours/],
      ['soon', /Try again in a while/],
      ['-5', /Try again in a while/],
      [undefined, /Try again in a while/],
    ] as const) {
      it(`B31: after a ${status} with Retry-After ${wait ?? 'missing'} nothing is waited for, and it is said`, async () => {
        server.onToken(busy(wait, status), fresh());
        const error = await harness.failure(harness.refresh(signIn(), id));
        assert.match(error.hint ?? '', words);
        assert.equal(error.remedy, 'try_again');
        assert.equal(server.tokenRequests().length, 1);
        assert.equal((await harness.store.get(id))?.tokenSet.refreshToken, 'the-refresh-token');
      });
    }
  }

  it('B31: a server that stays busy is asked once more, and not again', async () => {
    server.onToken(busy('5'));
    const renewal = harness.failure(harness.refresh(signIn(), id));
    await eventually('the wait', () => clock.running === 1);
    clock.advance(5000);
    assert.match((await renewal).hint ?? '', /asks to wait 5 seconds/);
    assert.equal(server.tokenRequests().length, 2);
  });

  it('B31: a code is never sent twice, whatever the server asks for', async () => {
    server.onToken(busy('1'), fresh());
    const error = await harness.failure(harness.getNew(signIn()));
    assert.match(error.hint ?? '', /asks to wait 1 second\./);
    assert.equal(server.tokenRequests().length, 1);
  });

  it('B21: the same access token is stored anew with a new expiry, and not asked for again', async () => {
    const [first] = (await harness.store.list()).tokens;
    clock.advance(60_000);
    server.onToken(json(server.tokenResponse()));
    const { record } = await harness.refresh(signIn(), id);
    assert.equal(record.tokenSet.accessToken, server.tokenResponse().access_token);
    assert.equal(record.tokenSet.expiresAt, first!.expiresAt! + 60_000);
    await harness.getFresh(signIn(), id);
    assert.equal(server.tokenRequests().length, 1);
  });

  for (const [scope, sent] of [
    ['read write', null],
    ['read write admin', null],
    ['read', 'read'],
  ] as const) {
    it(`B19: with “${scope}” in the profile a refresh asks for ${sent ?? 'no scope'}`, async () => {
      server.onToken(fresh());
      await harness.refresh(signIn(scope), id);
      assert.equal(new URLSearchParams(server.tokenRequests()[0]!.body).get('scope'), sent);
    });
  }

  it('a dead refresh token that is reported as invalid_request leads to a new sign-in', async () => {
    server.onToken(json({ error: 'invalid_request' }, { status: 400 }));
    const error = await harness.failure(harness.refresh(signIn(), id));
    assert.equal(error.remedy, 'get_new_token');
  });

  it('an empty 400 (Glewlwyd) leads to a new sign-in', async () => {
    server.onToken({ status: 400 });
    const error = await harness.failure(harness.refresh(signIn(), id));
    assert.equal(error.remedy, 'get_new_token');
    assert.match(error.hint ?? '', /refresh token has expired or was used/);
  });
});

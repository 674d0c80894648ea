import assert from 'node:assert/strict';
import type { UserCode } from '../../src/core/ports';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { eventually } from '../support/eventually';
import { FakeClock } from '../support/fakes/clock';
import { createHarness, profileOf, type Harness, type HarnessOptions } from '../support/harness';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';
import { UserAgent, type VisitOptions } from '../support/userAgent';

describe('the device flow with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;
  let clock: FakeClock;

  beforeEach(async () => {
    server = await startAuthorizationServer();
    clock = new FakeClock(Date.now());
  });

  afterEach(async () => {
    for (const secret of server.issued) registerSecret(secret);
    await server.stop();
    harness.scanLog();
    forgetSecrets();
    assert.equal(clock.running, 0, 'no timer is left');
  });

  const profile = () =>
    profileOf({
      issuer: server.issuer,
      grantType: 'device_code',
      clientId: server.clients.demoApp.clientId,
      scope: 'openid email offline_access orders:read',
    });
  const start = (onUserCode: HarnessOptions['onUserCode']) => {
    harness = createHarness({ clock, ...(onUserCode && { onUserCode }) });
    return harness.getNew(profile());
  };
  /** The person, with a phone: opens the address that holds the code. */
  const approve = async ({ verificationUriComplete = '' }: UserCode, options: VisitOptions = {}) =>
    await new UserAgent().visit(verificationUriComplete, options);

  it('G3: the code is shown, entered on another device, and the token comes', async () => {
    proves('oidcProvider', 'device_code');
    const shown: UserCode[] = [];
    let wasClosed = false;
    const { record } = await start(async (code, signal) => {
      shown.push(code);
      signal.addEventListener('abort', () => (wasClosed = true));
      const { text } = await approve(code);
      assert.match(text, /Your device is connected/);
      clock.advance(5000);
    });
    const [code] = shown;
    assert.match(code?.userCode ?? '', /^\w{4}-\w{4}$/);
    assert.equal(code?.verificationUri, `${server.issuer}/device`);
    assert.equal(code.verificationUriComplete, `${server.issuer}/device?user_code=${code.userCode}`);
    assert.equal((await server.lookUp(record.tokenSet.accessToken))?.accountId, 'demo');
    assert.equal(record.account?.label, 'demo@example.com');
    assert.ok(record.tokenSet.refreshToken);
    assert.ok(wasClosed, 'the code goes out of sight when it has served');
  });

  it('R73: polls every 5 seconds while nobody has entered the code; pending is no error in the log', async () => {
    const polls = () => server.requests.filter(({ path }) => path === '/token').length;
    let code: UserCode | undefined;
    const obtained = start((shown) => Promise.resolve((code = shown)));
    await eventually('the code', () => code !== undefined && clock.running === 2);
    for (const count of [1, 2, 3]) {
      clock.advance(4999);
      assert.equal(polls(), count - 1);
      clock.advance(1);
      await eventually('the poll and its answer', () => polls() === count && clock.running === 2);
    }
    await approve(code!);
    clock.advance(5000);
    await obtained;
    assert.equal(polls(), 4);
    assert.doesNotMatch(harness.logger.lines.join('\n'), /authorization_pending/);
  });

  for (const [what, options] of [
    ['says that the code is another', { refuseCode: true }],
    ['denies the consent', { deny: true }],
  ] as const) {
    it(`M4: a person who ${what} ends the flow with words`, async () => {
      const error = await (async () => {
        const request = start(async (code) => {
          await approve(code, options);
          clock.advance(5000);
        });
        return await harness.failure(request);
      })();
      assert.equal(error.code, 'authorization_refused');
      assert.match(error.message, /^The sign-in was refused: access_denied/);
      assert.equal(error.remedy, 'try_again');
      assert.equal((await harness.store.list()).tokens.length, 0);
    });
  }
});

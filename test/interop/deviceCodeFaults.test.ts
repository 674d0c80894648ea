import assert from 'node:assert/strict';
import type { UserCode } from '../../src/core/ports';
import { eventually } from '../support/eventually';
import { FakeClock } from '../support/fakes/clock';
import { json, type Script } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

const deviceCode = 'the-device-code-that-nobody-sees';
const refusal = (error: string, status = 400) => json({ error }, { status });
const pending = refusal('authorization_pending');
const slowDown = refusal('slow_down');

describe('faults of the device flow', () => {
  let server: ScriptedServer;
  let harness: Harness;
  let clock: FakeClock;
  let shown: UserCode[];
  let hidden: number;

  beforeEach(async () => {
    registerSecret(deviceCode);
    server = await startScriptedServer();
    clock = new FakeClock(Date.now());
    shown = [];
    hidden = 0;
    harness = createHarness({
      clock,
      onUserCode: (code, signal) => {
        shown.push(code);
        signal.addEventListener('abort', () => (hidden += 1));
        return Promise.resolve();
      },
    });
    answerDevice();
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
    assert.equal(clock.running, 0, 'no timer is left');
    assert.equal(hidden, shown.length, 'no code is left in sight');
  });

  /** How the device authorization endpoint answers: as it should, and what a test changes of that. */
  function answerDevice(changes: Readonly<Record<string, unknown>> = {}): void {
    server.on(
      '/device_authorization',
      json({
        device_code: deviceCode,
        user_code: 'WDJB-MJHT',
        verification_uri: `${server.issuer}/device`,
        expires_in: 900,
        ...changes,
      }),
    );
  }

  const start = (members: Readonly<Record<string, unknown>> = {}, signal?: AbortSignal) =>
    harness.getNew(
      profileOf({
        issuer: server.issuer,
        deviceAuthorizationEndpoint: `${server.issuer}/device_authorization`,
        grantType: 'device_code',
        clientId: 'tv',
        scope: 'read',
        ...members,
      }),
      signal,
    );

  /** Lets the clock run on to each next poll, and returns the seconds that lay before each. */
  async function intervals(count: number, ended: Promise<unknown>): Promise<number[]> {
    const found: number[] = [];
    let isOver = false;
    void ended.then(
      () => (isOver = true),
      () => (isOver = true),
    );
    for (let poll = 1; poll <= count; poll++) {
      await eventually('the flow to wait', () => clock.running === 2);
      let seconds = 0;
      while (clock.running === 2 && seconds < 1000) {
        clock.advance(1000);
        seconds += 1;
      }
      found.push(seconds);
      await eventually('the answer', () => isOver || clock.running === 2);
    }
    return found;
  }

  it('M2, K12: each slow_down adds 5 seconds, for good', async () => {
    server.onToken(pending, slowDown, slowDown, slowDown, pending, json(server.tokenResponse()));
    const obtained = start();
    assert.deepEqual(await intervals(6, obtained), [5, 5, 10, 15, 20, 20]);
    await obtained;
  });

  it('R73: the server’s own interval counts, and one that is a text too', async () => {
    answerDevice({ interval: '7' });
    server.onToken(pending, slowDown, json(server.tokenResponse()));
    const obtained = start();
    assert.deepEqual(await intervals(3, obtained), [7, 7, 12]);
    await obtained;
  });

  it('R73: when an answer gets lost the server is asked half as often', async () => {
    server.onToken({ cut: 'beforeHeaders' }, { cut: 'inBody', body: 'xx' }, json(server.tokenResponse()));
    const obtained = start();
    assert.deepEqual(await intervals(3, obtained), [5, 10, 20]);
    await obtained;
  });

  it('a server that is down for a moment is asked again, half as often', async () => {
    server.onToken({ status: 503, body: 'restarting' }, json(server.tokenResponse()));
    const obtained = start();
    assert.deepEqual(await intervals(2, obtained), [5, 10]);
    await obtained;
  });

  it('the request says what is asked for; the polls hold the device code and nothing of it is in the log', async () => {
    server.onToken(json(server.tokenResponse({ scope: undefined })));
    const obtained = start({
      resource: ['https://api.example.com/'],
      audience: 'api',
      authorizationDetails: [{ type: 'payment' }],
      authorizationRequest: { parameters: { device_name: 'editor' } },
    });
    await intervals(1, obtained);
    const [asked] = server.requests.filter(({ url }) => url === '/device_authorization');
    assert.deepEqual(Object.fromEntries(new URLSearchParams(asked?.body)), {
      scope: 'read',
      client_id: 'tv',
      resource: 'https://api.example.com/',
      audience: 'api',
      authorization_details: '[{"type":"payment"}]',
      device_name: 'editor',
    });
    const { record } = await obtained;
    assert.equal(record.tokenSet.scope, 'read');
    const poll = new URLSearchParams(server.tokenRequests()[0]?.body);
    assert.equal(poll.get('grant_type'), 'urn:ietf:params:oauth:grant-type:device_code');
    assert.equal(poll.get('device_code'), deviceCode);
  });

  for (const [error, code, words] of [
    ['expired_token', 'timed_out', /Nobody entered the code/],
    ['access_denied', 'authorization_refused', /The sign-in was refused: access_denied/],
    ['out_of_cheese', 'token_request_refused', /out_of_cheese/],
    ['invalid_grant', 'token_request_refused', /invalid_grant/],
  ] as const) {
    it(`M4: ${error} ends the flow with words, and nothing begins anew`, async () => {
      server.onToken(pending, refusal(error));
      const failed = harness.failure(start());
      await intervals(2, failed);
      const failure = await failed;
      assert.equal(failure.code, code);
      assert.match(failure.message, words);
      assert.equal(server.tokenRequests().length, 2);
      assert.equal(shown.length, 1);
    });
  }

  it('M4: the code’s life ends by our own clock, whatever the server says', async () => {
    answerDevice({ expires_in: 12 });
    server.onToken(pending);
    const failed = harness.failure(start());
    await intervals(2, failed);
    clock.advance(2000);
    assert.equal((await failed).code, 'timed_out');
    assert.equal(server.tokenRequests().length, 2);
  });

  it('C7: cancelling while the code waits, and while the server is asked, leaves nothing and says nothing', async () => {
    const waiting = new AbortController();
    const first = harness.failure(start({}, waiting.signal));
    await eventually('the flow to wait', () => clock.running === 2);
    waiting.abort();
    assert.equal((await first).code, 'cancelled');
    assert.equal(server.tokenRequests().length, 0);

    const asking = new AbortController();
    server.onToken({ stall: 'beforeHeaders' });
    const second = harness.failure(start({}, asking.signal));
    await eventually('the flow to wait', () => clock.running === 2);
    clock.advance(5000);
    await server.received('/token');
    asking.abort();
    assert.equal((await second).code, 'cancelled');
    assert.equal((await harness.store.list()).tokens.length, 0);
  });

  for (const [what, address] of [
    ['a script', 'javascript:alert(1)'],
    ['http on another machine', 'http://login.example.com/device'],
    ['a file', 'file:///etc/passwd'],
    ['shell characters', 'https://login.example.com/device$(id)'],
    ['a user name', 'https://login.example.com@evil.example/device'],
    ['nothing', ''],
  ] as const) {
    it(`M5: a verification_uri that is ${what} is refused, and no code is shown`, async () => {
      answerDevice({ verification_uri: address });
      const { code } = await harness.failure(start());
      assert.match(code, /url_refused|response_invalid/);
      assert.equal(shown.length, 0);
      assert.equal(server.tokenRequests().length, 0);
    });
  }

  it('M5: the address on another host is shown as it is; one with the code that leads elsewhere is not used', async () => {
    answerDevice({
      verification_uri: 'https://login.example.com/device',
      verification_uri_complete: 'https://evil.example/device?user_code=WDJB-MJHT',
    });
    server.onToken(json(server.tokenResponse()));
    const obtained = start();
    await intervals(1, obtained);
    await obtained;
    assert.equal(shown[0]?.verificationUri, 'https://login.example.com/device');
    assert.equal(shown[0].verificationUriComplete, undefined);
    assert.match(harness.logger.lines.join('\n'), /verification_uri_complete is not used/);
  });

  it('M5, P12: verification_url is taken for verification_uri, and the log names the rule', async () => {
    answerDevice({ verification_uri: undefined, verification_url: 'https://www.example.com/device' });
    server.onToken(json(server.tokenResponse()));
    const obtained = start();
    await intervals(1, obtained);
    await obtained;
    assert.equal(shown[0]?.verificationUri, 'https://www.example.com/device');
    assert.match(harness.logger.lines.join('\n'), /rule verification-url/);
  });

  for (const userCode of [
    '[Sign in](command:workbench.action.quit)',
    '\u202e\u0000',
    '<b>x</b>',
    'A'.repeat(65),
  ]) {
    it(`M5: the user code ${JSON.stringify(userCode.slice(0, 20))} is not shown`, async () => {
      answerDevice({ user_code: userCode });
      const error = await harness.failure(start());
      assert.match(error.message, /user code/);
      assert.ok(!error.message.includes(userCode));
      assert.equal(shown.length, 0);
    });
  }

  const broken: readonly (readonly [string, Script, RegExp])[] = [
    ['an error', refusal('invalid_scope'), /invalid_scope/],
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<title>Portal</title>' }, /Portal/],
    ['a redirect', { status: 307, headers: { location: 'https://evil.example/' } }, /a redirect \(307\)/],
    ['no device code', json({ user_code: 'A' }), /device_code/],
  ];
  for (const [what, script, words] of broken) {
    it(`a device authorization endpoint that answers with ${what} is explained`, async () => {
      server.on('/device_authorization', script);
      assert.match((await harness.failure(start())).message, words);
    });
  }
});

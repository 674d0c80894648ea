import assert from 'node:assert/strict';
import type { EditorSession, SessionRequest } from '../../src/core/ports';
import { FakeClock } from '../support/fakes/clock';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { signToken } from '../support/signedTokens';

const never = new AbortController().signal;
const waiting = { signal: never, progress: { report: () => undefined } };

function secretToken(text: string): string {
  registerSecret(text);
  return text;
}

/** A JWT that says of itself until when it lives. */
const jwtUntil = (milliseconds: number, more = {}) =>
  secretToken(signToken({ sub: 'me', exp: milliseconds / 1000, ...more }));

describe('G11: VS Code’s own sessions', () => {
  let clock: FakeClock;
  let harness: Harness;
  let requests: SessionRequest[];
  /** What VS Code answers; `undefined`: it has none. */
  let session: EditorSession | undefined;

  const account = { id: '4711', label: 'octocat' };
  const opaque = (number: number): EditorSession => ({
    accessToken: secretToken(`gho_opaque-token-number-${number}`),
    account,
    scopes: ['repo', 'read:user'],
  });
  const github = profileOf({
    grantType: 'vscode_session',
    authenticationProvider: 'github',
    scope: 'repo read:user',
  });

  beforeEach(() => {
    clock = new FakeClock();
    requests = [];
    session = opaque(1);
    harness = createHarness({
      clock,
      sessions: (request) => {
        requests.push(request);
        return Promise.resolve(session);
      },
    });
  });

  afterEach(() => {
    harness.scanLog();
    forgetSecrets();
  });

  it('is a token with its account and its scopes', async () => {
    const { record } = await harness.getNew(github);
    assert.equal(record.label, 'octocat');
    assert.deepEqual(record.account, { issuer: 'github', subject: '4711', label: 'octocat' });
    assert.deepEqual(record.tokenSet, {
      accessToken: session?.accessToken,
      tokenType: 'Bearer',
      scope: 'repo read:user',
      requestedScope: 'repo read:user',
    });
    assert.deepEqual(requests, [{ provider: 'github', scopes: ['repo', 'read:user'], asking: 'if_needed' }]);
  });

  it('is another account’s beside the first when the person chooses one', async () => {
    await harness.getNew(github);
    session = { ...opaque(2), account: { id: '4712', label: 'hubot' } };
    await harness.service.getNew(github, waiting, { prompt: 'select_account' });
    assert.equal(requests.at(-1)?.asking, 'which_account');
    const labels = (await harness.store.list()).tokens.map(({ label }) => label);
    assert.deepEqual(labels.sort(), ['hubot', 'octocat']);
  });

  it('whose lifetime nobody knows is asked for anew each time, without asking the person', async () => {
    const { id } = (await harness.getNew(github)).record;
    session = opaque(2);
    const { record } = await harness.getFresh(github, id);
    assert.equal(record.tokenSet.accessToken, session.accessToken);
    assert.equal(record.id, id);
    assert.deepEqual(requests.at(-1), {
      provider: 'github',
      scopes: ['repo', 'read:user'],
      account,
      asking: 'nobody',
    });
  });

  it('B17: with a JWT is used for as long as that says, and then asked for anew', async () => {
    session = { ...opaque(1), accessToken: jwtUntil(clock.now() + 3_600_000) };
    const { id } = (await harness.getNew(github)).record;
    const [summary] = (await harness.store.list()).tokens;
    assert.deepEqual([summary?.expiresAt, summary?.expiryFrom], [clock.now() + 3_600_000, 'token']);
    await harness.getFresh(github, id);
    assert.equal(requests.length, 1);
    clock.advance(3_599_000);
    session = opaque(2);
    assert.equal((await harness.getFresh(github, id)).record.tokenSet.accessToken, session.accessToken);
  });

  it('that is gone says so, and the token stays until a person decides', async () => {
    const { id } = (await harness.getNew(github)).record;
    session = undefined;
    const error = await harness.failure(harness.refresh(github, id));
    assert.equal(error.message, 'VS Code has no session of “github” any more that Valet Key may use.');
    assert.deepEqual([error.code, error.remedy], ['nothing_to_refresh', 'get_new_token']);
    assert.equal((await harness.store.list()).tokens.length, 1);
  });

  it('of another account does not take the place of the one that is renewed', async () => {
    const { record } = await harness.getNew(github);
    session = { ...opaque(2), account: { id: '4712', label: 'hubot' } };
    const error = await harness.failure(harness.refresh(github, record.id));
    assert.equal(error.code, 'nothing_to_refresh');
    assert.deepEqual(await harness.store.get(record.id), record);
  });

  it('with a token that would break out of a header is refused', async () => {
    session = { ...opaque(1), accessToken: 'token\r\nX-Evil: 1' };
    const error = await harness.failure(harness.getNew(github));
    assert.match(error.message, /^The token of VS Code’s session cannot be used: it holds characters/);
    assert.deepEqual((await harness.store.list()).tokens, []);
  });

  it('L18: is given up when the person cancels, though VS Code’s own question stays open', async () => {
    const stop = new AbortController();
    let answer: ((late: EditorSession) => void) | undefined;
    const waitingHarness = createHarness({
      sessions: () => new Promise((resolve) => (answer = resolve)),
    });
    const getting = waitingHarness.failure(waitingHarness.getNew(github, stop.signal));
    await new Promise(setImmediate);
    stop.abort();
    assert.equal((await getting).code, 'cancelled');
    answer?.(opaque(2));
    await new Promise(setImmediate);
    assert.deepEqual((await waitingHarness.store.list()).tokens, []);
  });
});

describe('G12: a token pasted by hand', () => {
  let clock: FakeClock;
  let harness: Harness;
  let typed: string | undefined;
  const pasted = profileOf({ grantType: 'pasted_token' });
  const token = 'xoxb-1234-abcdEFGH';

  beforeEach(() => {
    clock = new FakeClock();
    registerSecret(token);
    harness = createHarness({ clock, type: () => typed });
  });

  afterEach(() => {
    harness.scanLog();
    forgetSecrets();
  });

  for (const text of [
    token,
    `Bearer ${token}`,
    `Authorization: Bearer ${token}`,
    `  authorization:bearer ${token}\n`,
    `"${token}"`,
  ]) {
    it(`is understood as ${JSON.stringify(text.replace(token, '…'))}`, async () => {
      typed = text;
      const { record, saved } = await harness.getNew(pasted);
      assert.deepEqual(record.tokenSet, { accessToken: token, tokenType: 'Bearer' });
      assert.ok(saved);
      assert.deepEqual(harness.asked, ['Access token for “test”']);
    });
  }

  it('B17: lives as long as a JWT says of itself', async () => {
    typed = jwtUntil(clock.now() + 60_000);
    const { tokenSet } = (await harness.getNew(pasted)).record;
    assert.deepEqual([tokenSet.expiresAt, tokenSet.expiryFrom], [clock.now() + 60_000, 'token']);
  });

  for (const [title, text, words] of [
    ['is broken into lines', `${token}\n${token}`, /it is neither one word nor a Bearer header\.$/],
    [
      'is of another scheme',
      `Authorization: Basic ${token}`,
      /it is neither one word nor a Bearer header\.$/,
    ],
    ['is the answer that holds it', `{"access_token":"${token}"}`, /it is neither one word/],
    ['is too long', 'a'.repeat(65 * 1024), /it is longer than 64 KB\.$/],
  ] as const) {
    it(`is refused when it ${title}`, async () => {
      typed = text;
      const error = await harness.failure(harness.getNew(pasted));
      assert.match(error.message, /^What was pasted is no access token: /);
      assert.match(error.message, words);
      assert.deepEqual([error.code, error.remedy], ['input_invalid', 'try_again']);
      assert.deepEqual((await harness.store.list()).tokens, []);
    });
  }

  it('L18: Escape leaves nothing', async () => {
    typed = undefined;
    assert.equal((await harness.failure(harness.getNew(pasted))).code, 'cancelled');
    assert.deepEqual((await harness.store.list()).tokens, []);
  });

  it('that has expired is not renewed by itself: the person is sent for a new one', async () => {
    typed = jwtUntil(clock.now() + 60_000);
    const { id } = (await harness.getNew(pasted)).record;
    clock.advance(60_000);
    const error = await harness.failure(harness.getFresh(pasted, id));
    assert.equal(error.message, 'A token that was pasted cannot be renewed here.');
    assert.deepEqual([error.code, error.remedy], ['nothing_to_refresh', 'get_new_token']);
    assert.deepEqual(harness.asked.length, 1);
  });
});

describe('B17: a JWT of an authorization server that does not say how long it lives', () => {
  afterEach(() => forgetSecrets());

  it('lives as long as it says of itself, which is marked, and is renewed in time', async () => {
    const clock = new FakeClock();
    const server = await startScriptedServer();
    const harness = createHarness({ clock, type: () => 'a-client-secret' });
    const service = profileOf({
      tokenEndpoint: `${server.issuer}/token`,
      clientId: 'app',
      grantType: 'client_credentials',
    });
    const answerWith = (accessToken: string) =>
      server.onToken(json(server.tokenResponse({ access_token: accessToken, expires_in: undefined })));
    const expiresAt = clock.now() + 3_600_000;

    answerWith(jwtUntil(expiresAt));
    const { record } = await harness.getNew(service);
    assert.deepEqual([record.tokenSet.expiresAt, record.tokenSet.expiryFrom], [expiresAt, 'token']);
    clock.advance(3_500_000);
    await harness.getFresh(service, record.id);
    assert.equal(server.tokenRequests().length, 1);

    answerWith(jwtUntil(expiresAt - 7_200_000));
    clock.advance(99_000);
    const { tokenSet } = (await harness.getFresh(service, record.id)).record;
    assert.equal(server.tokenRequests().length, 2);
    assert.deepEqual([tokenSet.expiresAt, tokenSet.expiryFrom], [undefined, undefined], 'it makes no sense');
    await server.stop();
    harness.scanLog();
  });
});

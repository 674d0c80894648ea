import assert from 'node:assert/strict';
import { json, type Answer } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

describe('token response, odd', () => {
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

  const service = (members: Readonly<Record<string, unknown>> = {}) =>
    profileOf({
      issuer: server.issuer,
      clientId: 'app',
      grantType: 'client_credentials',
      scope: 'read write',
      ...members,
    });
  const refusal = async (answer: Answer) => {
    server.onToken(answer);
    const error = await harness.failure(harness.getNew(service()));
    assert.equal((await harness.store.list()).tokens.length, 0, 'nothing is stored');
    return error;
  };
  const stored = async (answer: Answer) => {
    server.onToken(answer);
    const { record } = await harness.getNew(service());
    return (await harness.store.get(record.id))!.tokenSet;
  };
  const log = () => harness.logger.lines.join('\n');
  const token = () => String(server.tokenResponse().access_token);

  it('B4: a form-encoded success is read', async () => {
    const body = `access_token=${token()}&scope=read&token_type=bearer`;
    const tokenSet = await stored({ headers: form, body });
    assert.equal(tokenSet.accessToken, token());
    assert.equal(tokenSet.scope, 'read');
    assert.match(log(), /rule form-encoded/);
  });

  it('B4: a form-encoded error is read', async () => {
    const body = 'error=bad_verification_code&error_description=The+code+passed+is+incorrect+or+expired.';
    const error = await refusal({ headers: form, body });
    assert.match(error.message, /bad_verification_code — “The code passed is incorrect or expired\.”$/);
  });

  for (const [what, status, body, words] of [
    [
      'an object (Facebook)',
      400,
      { error: { type: 'OAuthException', message: 'No.' } },
      /OAuthException — “No\.”/,
    ],
    [
      'a list (Fitbit)',
      401,
      { errors: [{ errorType: 'invalid_client', message: 'No.' }] },
      /invalid_client — “No\.”/,
    ],
    ['a message (Twitch)', 403, { status: 403, message: 'invalid client secret' }, /“invalid client secret”/],
    [
      'a message and a code (better-auth)',
      400,
      { message: 'code Required', code: 'VALIDATION_ERROR' },
      /“code Required”/,
    ],
    [
      'a reason (Zoom)',
      400,
      { reason: 'Invalid Token!', error: 'invalid_grant' },
      /invalid_grant — “Invalid Token!”/,
    ],
  ] as const) {
    it(`B6: an error that is ${what} is shown in the server’s words`, async () => {
      const error = await refusal(json(body, { status }));
      assert.equal(error.code, 'token_request_refused');
      assert.match(error.message, words);
    });
  }

  it('B6, strict: without the rules an error that is an object cannot be read, and none is stored', async () => {
    server.onToken(json({ error: { type: 'OAuthException', message: 'No.' } }, { status: 400 }));
    const error = await harness.failure(harness.getNew(service({ strict: true })));
    assert.equal(error.code, 'token_response_invalid');
    assert.match(error.message, /status 400, application\/json/);
    assert.doesNotMatch(log(), /rule/);
  });

  it('B7: 201 with a token is accepted, and the log says so', async () => {
    const tokenSet = await stored(json(server.tokenResponse(), { status: 201 }));
    assert.equal(tokenSet.accessToken, token());
    assert.match(log(), /repaired by rule status-201 \(seen with CrowdStrike\)/);
  });

  it('B7, strict: 201 is refused', async () => {
    server.onToken(json(server.tokenResponse(), { status: 201 }));
    const error = await harness.failure(harness.getNew(service({ strict: true })));
    assert.equal(error.code, 'token_response_invalid');
  });

  for (const [what, member] of [
    ['expires in seconds', () => ({ expires: 3600 })],
    ['expires_at in seconds', () => ({ expires_at: Math.floor(Date.now() / 1000) + 3600 })],
    ['expires_at in milliseconds', () => ({ expires_at: Date.now() + 3_600_000 })],
    ['expires_at in ISO 8601', () => ({ expires_at: new Date(Date.now() + 3_600_000).toISOString() })],
  ] as const) {
    it(`B16: ${what} says when the token expires`, async () => {
      const before = Date.now();
      const changes = { expires_in: undefined, ...member() };
      const { expiresAt } = await stored(json(server.tokenResponse(changes)));
      assert.ok(expiresAt! >= before + 3_590_000 && expiresAt! <= Date.now() + 3_600_000, String(expiresAt));
    });
  }

  it('#50: issued_at says nothing of the lifetime, so nobody knows it', async () => {
    const changes = { expires_in: undefined, issued_at: String(Date.now()), signature: 'x' };
    assert.equal((await stored(json(server.tokenResponse(changes)))).expiresAt, undefined);
  });

  for (const scope of ['read,write', 'write read', 'read write admin']) {
    it(`B18: the scope “${scope}” is kept as the server wrote it`, async () => {
      assert.equal((await stored(json(server.tokenResponse({ scope })))).scope, scope);
    });
  }

  for (const length of [8 * 1024, 16 * 1024, 64 * 1024]) {
    it(`B25: a token of ${length / 1024} KB is stored and read back equal`, async () => {
      const large = 'x'.repeat(length);
      assert.equal((await stored(json(server.tokenResponse({ access_token: large })))).accessToken, large);
    });
  }

  it('B25: a token of more than 64 KB is refused, and it is said why', async () => {
    const error = await refusal(json(server.tokenResponse({ access_token: 'x'.repeat(64 * 1024 + 1) })));
    assert.match(error.message, /longer than 64 KB/);
  });

  it('B27: of two members with one name the last counts', async () => {
    const body = `{"access_token":"the-first","token_type":"bearer","access_token":"the-last"}`;
    const tokenSet = await stored({ headers: { 'content-type': 'application/json' }, body });
    assert.equal(tokenSet.accessToken, 'the-last');
  });

  const raw = (body: Uint8Array): Answer => ({ headers: { 'content-type': 'application/json' }, body });

  it('B28: a UTF-8 byte order mark does not matter', async () => {
    const body = Buffer.from(`\uFEFF${JSON.stringify(server.tokenResponse())}`);
    assert.equal((await stored(raw(body))).accessToken, token());
  });

  it('B28: UTF-16 is refused', async () => {
    const body = Buffer.from(`\uFEFF${JSON.stringify(server.tokenResponse())}`, 'utf16le');
    assert.equal((await refusal(raw(body))).code, 'answer_unknown');
  });

  it('B28: a token in latin-1 beyond ASCII is refused', async () => {
    const body = Buffer.from(JSON.stringify(server.tokenResponse({ access_token: 'abcdéf' })), 'latin1');
    assert.equal((await refusal(raw(body))).code, 'token_response_invalid');
  });

  it('B32: an error_uri is shown nowhere, so it cannot be clicked', async () => {
    const body = { error: 'invalid_scope', error_uri: 'javascript:alert(1)', error_description: 'no' };
    const error = await refusal(json(body, { status: 400 }));
    assert.doesNotMatch(`${error.message} ${error.hint} ${log()}`, /javascript/);
  });

  it('R23: error words lose what could change how they are read', async () => {
    const body = { error: 'invalid_scope', error_description: 'a\u001b[31m\u202Eb [x](command:y)\r\nc' };
    const error = await refusal(json(body, { status: 400 }));
    assert.match(error.message, /“a \[31m b \[x\] \(command:y\) c”/);
  });
});

import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { json, redirect } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

describe('token response', () => {
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
  const refused = async () => harness.failure(harness.getNew(service()));
  const got = async (changes: Readonly<Record<string, unknown>>) => {
    server.onToken(json(server.tokenResponse(changes)));
    return (await harness.getNew(service())).record.tokenSet;
  };

  const errors = [
    'invalid_grant',
    'invalid_client',
    'invalid_scope',
    'unauthorized_client',
    'unsupported_grant_type',
  ];

  it('B1: each error of RFC 6749 has words and a next step of its own, and the code is sent once', async () => {
    const texts = new Set<string>();
    for (const error of errors) {
      server.onToken(json({ error, error_description: `why ${error}` }, { status: 400 }));
      const before = server.tokenRequests().length;
      const failure = await harness.failure(harness.getNew(signIn()));
      assert.equal(failure.server?.error, error);
      assert.match(failure.message, new RegExp(`why ${error}`));
      texts.add(failure.hint ?? '');
      assert.equal(server.tokenRequests().length - before, 1, 'never retried');
    }
    assert.equal(texts.size, errors.length);
    assert.ok(!texts.has(''));
  });

  it('B2: the error in the body is shown, not the challenge beside it', async () => {
    const headers = { 'www-authenticate': 'Basic realm="x"' };
    server.onToken(
      json({ error: 'invalid_client', error_description: 'no such app' }, { status: 401, headers }),
    );
    assert.match((await refused()).message, /invalid_client — “no such app”/);
  });

  for (const body of [
    { error: 'bad_verification_code' },
    { ok: false, error: 'invalid_code' },
    { ok: false },
  ]) {
    it(`B3: 200 with ${JSON.stringify(body)} is an error, and nothing is stored`, async () => {
      server.onToken(json(body));
      assert.equal((await refused()).code, 'token_request_refused');
      assert.equal((await harness.store.list()).tokens.length, 0);
    });
  }

  for (const [what, answer] of [
    ['HTML 200', { headers: { 'content-type': 'text/html' }, body: '<title>Portal</title><p>s3cret-body' }],
    [
      'HTML 400',
      { status: 400, headers: { 'content-type': 'text/html' }, body: '<title>Portal</title>s3cret-body' },
    ],
    ['500 with a JSON error', json({ error: 'invalid_grant' }, { status: 500 })],
    ['an array', json([])],
  ] as const) {
    it(`B5: ${what} is described by status, type and length; its text is nowhere`, async () => {
      server.onToken(answer);
      const error = await refused();
      assert.equal(error.code, 'token_response_invalid');
      assert.match(error.message, /status (200|400|500)/);
      if (what.startsWith('HTML')) assert.match(error.message, /text\/html, \d+ characters, titled “Portal”/);
      assert.doesNotMatch(error.message + harness.logger.lines.join('\n') + inspect(error), /s3cret-bo/);
    });
  }

  for (const [what, answer] of [
    ['an empty 200', { body: '' }],
    [
      'truncated JSON',
      { headers: { 'content-type': 'application/json' }, body: '{"access_token":"s3cret-bo' },
    ],
  ] as const) {
    it(`B5, #21: after ${what} nobody knows whether there is a token; the code is not sent again`, async () => {
      server.onToken(answer);
      const error = await harness.failure(harness.getNew(signIn()));
      assert.equal(error.code, 'answer_unknown');
      assert.match(error.message, /status 200, /);
      assert.equal(server.tokenRequests().length, 1);
      assert.doesNotMatch(error.message + harness.logger.lines.join('\n') + inspect(error), /s3cret-bo/);
    });
  }

  for (const type of ['BEARER', 'bearer', 'Bearer']) {
    it(`B8: token_type ${type} is a bearer token`, async () => {
      assert.ok((await got({ token_type: type })).accessToken);
    });
  }

  for (const [type, rule] of [
    [undefined, 'token-type-missing'],
    [null, 'token-type-missing'],
    ['', 'token-type-missing'],
    ['BearerToken', 'token-type-bearertoken'],
  ] as const) {
    it(`B9, P12: token_type ${JSON.stringify(type)} is taken as Bearer, and the log names the rule`, async () => {
      assert.ok((await got({ token_type: type })).accessToken);
      assert.match(harness.logger.lines.join('\n'), new RegExp(rule));
    });
  }

  for (const type of ['mac', 'N_A', 'dpop']) {
    it(`B9: token_type ${type} is refused`, async () => {
      server.onToken(json(server.tokenResponse({ token_type: type })));
      assert.equal((await refused()).code, 'token_response_invalid');
    });
  }

  for (const [what, token] of [
    ['CR LF', 'abc\r\nGET http://evil.example'],
    ['LF', 'abc\ndef'],
    ['NUL', 'abc\0def'],
    ['TAB', 'abc\tdef'],
    ['non-ASCII', 'abcdéf'],
    ['blanks only', '   '],
    ['a leading blank', ' abcdef'],
    ['a trailing blank', 'abcdef '],
    ['70 KB', 'x'.repeat(70 * 1024)],
  ] as const) {
    it(`B10: an access token with ${what} is refused and not stored`, async () => {
      server.onToken(json(server.tokenResponse({ access_token: token })));
      assert.equal((await refused()).code, 'token_response_invalid');
      assert.equal(harness.secrets.values.size, 0, 'nothing is kept, the typed secret neither');
    });
  }

  for (const token of [undefined, '', 7, {}, ['x'], null]) {
    it(`B11: access_token ${JSON.stringify(token)} is refused`, async () => {
      server.onToken(json(server.tokenResponse({ access_token: token })));
      assert.equal((await refused()).code, 'token_response_invalid');
    });
  }

  const lifetime = async (value: unknown) => {
    const before = Date.now();
    const { expiresAt } = await got({ expires_in: value });
    return expiresAt === undefined
      ? undefined
      : { seconds: (expiresAt - before) / 1000, late: (expiresAt - Date.now()) / 1000 };
  };

  for (const value of ['3600', 3600.7, '3600s', ' 3600 ', 3600]) {
    it(`B12, K1: expires_in ${JSON.stringify(value)} is an hour from the request's start`, async () => {
      const { seconds, late } = (await lifetime(value))!;
      assert.ok(seconds >= 3600 && late <= 3600, `${seconds} ${late}`);
    });
  }

  for (const value of [
    undefined,
    null,
    '',
    {},
    true,
    [3600],
    '2026-12-01T00:00:00Z',
    0,
    -1,
    'Tue, 01 Dec 2026 00:00:00 GMT',
  ]) {
    it(`B13: expires_in ${JSON.stringify(value)} means that the expiry is unknown; the token is kept`, async () => {
      assert.equal(await lifetime(value), undefined);
    });
  }

  it('B13: an enormous expires_in stays a date', async () => {
    server.onToken({
      headers: { 'content-type': 'application/json' },
      body: '{"access_token":"abc","token_type":"bearer","expires_in":1e18}',
    });
    const { record } = await harness.getNew(service());
    assert.ok(Number.isFinite(new Date(record.tokenSet.expiresAt ?? NaN).getTime()));
  });

  for (const [scope, shown] of [
    [undefined, 'read write'],
    ['read', 'read'],
    [null, 'read write'],
    [['read', 'admin'], 'read admin'],
    ['', ''],
  ] as const) {
    it(`B18: scope ${JSON.stringify(scope)} is “${shown}”`, async () => {
      assert.equal((await got({ scope })).scope, shown);
    });
  }

  it('law 1: a secret that the server echoes is masked in the error', async () => {
    server.onToken(
      json(
        { error: 'invalid_client', error_description: 'wrong secret the-client-secret for app' },
        { status: 401 },
      ),
    );
    const error = await refused();
    assert.match(error.message, /wrong secret ••• for app/);
  });

  it('I13: a proxy that wants credentials is named', async () => {
    server.onToken({ status: 407 });
    assert.match((await refused()).hint ?? '', /proxy/);
  });

  for (const status of [500, 503, 429]) {
    it(`B31: after a ${status} the advice is to wait, not to change the profile`, async () => {
      server.onToken({ status });
      const error = await refused();
      assert.equal(error.remedy, 'try_again');
      assert.match(error.hint ?? '', /in a while/);
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`I4: a ${status} of the token endpoint is not followed and its target is named`, async () => {
      const other = await startScriptedServer();
      server.onToken(redirect(`${other.url}/token`, status));
      const error = await refused();
      assert.match(error.message, new RegExp(`redirect \\(${status}\\) to ${other.url}/token`));
      assert.equal(other.requests.length, 0);
      await other.stop();
    });
  }

  it('only known members are stored, whatever the response holds', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    server.onToken({
      headers: { 'content-type': 'application/json' },
      body: `{"access_token":"abcdef","token_type":"bearer","__proto__":{"polluted":true},"extra":"extra-value"}`,
    });
    const { record } = await harness.getNew(service());
    assert.deepEqual(Object.keys(record.tokenSet).sort(), [
      'accessToken',
      'requestedScope',
      'scope',
      'tokenType',
    ]);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    server.onToken({
      headers: { 'content-type': 'application/json' },
      body: `{"access_token":"abcdef","token_type":"bearer","x":${deep}}`,
    });
    assert.ok((await harness.getNew(service())).record.tokenSet.accessToken);
  });

  it('I3: client_secret_basic_raw sends id and secret as they are', async () => {
    const raw = {
      ...service(),
      clientId: 'a b:c',
      tokenEndpointAuthMethod: 'client_secret_basic_raw' as const,
    };
    await harness.getNew(raw);
    const header = server.tokenRequests()[0]?.headers.authorization ?? '';
    assert.equal(Buffer.from(header.replace('Basic ', ''), 'base64').toString(), 'a b:c:the-client-secret');
  });
});

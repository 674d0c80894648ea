import assert from 'node:assert/strict';
import { renderAnswer } from '../../src/core/tokens/answerDetails';
import { describeIntrospection, describeUserInfo } from '../../src/core/tokens/inquiryWords';
import type { TokenRecord } from '../../src/core/tokens/tokenRecord';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { json, type Answer, type Script } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';
import { signToken } from '../support/signedTokens';

const jwt = (token: string, type = 'application/jwt'): Answer => ({
  headers: { 'content-type': type },
  body: token,
});
const seconds = () => Math.floor(Date.now() / 1000);

describe('introspection and userinfo with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startAuthorizationServer();
    harness = createHarness({ type: () => server.clients.webApp.clientSecret });
    registerSecret(server.clients.webApp.clientSecret);
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const webApp = () =>
    profileOf({
      issuer: server.issuer,
      clientId: server.clients.webApp.clientId,
      scope: 'openid profile email orders:read',
      tokenEndpointAuthMethod: 'client_secret_post',
    });

  it('E2: says that a token is active, for how long and for what; and that it is not once it was revoked', async () => {
    proves('oidcProvider', 'introspect');
    const { record } = await harness.getNew(webApp());
    const found = await harness.introspect(webApp(), record.id);
    assert.equal(
      describeIntrospection(found, 'test', Date.now()).replace(/\d+ min/, 'N min'),
      'The server says that the access token of “test” is active for N min more, scope openid profile email orders:read.',
    );
    await harness.revoke(webApp(), record.id);
    const gone = await harness.introspect(webApp(), record.id);
    assert.match(describeIntrospection(gone, 'test', Date.now()), /is not active\. It does not say why/);
    assert.deepEqual(await harness.store.get(record.id), record, 'R76: nothing is decided by it');
  });

  it('E3: says who signed in', async () => {
    proves('oidcProvider', 'userinfo');
    const { record } = await harness.getNew(webApp());
    const info = await harness.userInfo(webApp(), record.id);
    assert.equal(
      describeUserInfo(info, 'test'),
      'The server says that “test” is signed in as Demo Person (demo, demo@example.com).',
    );
    const request = server.requests.at(-1);
    assert.equal(request?.headers.authorization, `Bearer ${record.tokenSet.accessToken}`);
    assert.equal(request.query.size, 0, 'L16: never in the address');
  });

  it('E3: asks for no client secret: the token is enough', async () => {
    const { record } = await harness.getNew(webApp());
    await harness.secrets.delete(`valetKey.clientSecret.${record.fingerprint}`);
    const asked = harness.asked.length;
    assert.ok(await harness.userInfo(webApp(), record.id));
    assert.equal(harness.asked.length, asked);
  });

  it('D15: a token that is not taken any more is kept, and said not to be taken', async () => {
    const { record } = await harness.getNew(webApp());
    await harness.revoke(webApp(), record.id);
    const error = await harness.failure(harness.userInfo(webApp(), record.id));
    assert.equal(error.code, 'request_refused');
    assert.match(error.message, /did not take the token: invalid_token/);
    assert.equal(error.remedy, 'get_new_token');
    assert.deepEqual(await harness.store.get(record.id), record);
  });
});

describe('introspection and userinfo', () => {
  let server: ScriptedServer;
  let harness: Harness;
  let record: TokenRecord;

  beforeEach(async () => {
    server = await startScriptedServer();
    publish({});
    harness = createHarness();
    server.onToken(() => json(server.tokenResponse({ id_token: server.idToken() })));
    ({ record } = await harness.getNew(profile()));
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profile = () => profileOf({ issuer: server.issuer, clientId: 'app', scope: 'openid' });
  const publish = (changes: Readonly<Record<string, unknown>>) =>
    server.on(
      '/.well-known/openid-configuration',
      json({
        issuer: server.issuer,
        authorization_endpoint: `${server.issuer}/authorize`,
        token_endpoint: `${server.issuer}/token`,
        jwks_uri: `${server.issuer}/jwks`,
        introspection_endpoint: `${server.issuer}/introspect`,
        userinfo_endpoint: `${server.issuer}/userinfo`,
        ...changes,
      }),
    );
  const introspect = async (script: Script) => {
    server.on('/introspect', script);
    return await harness.introspect(profile(), record.id);
  };
  const introspectionJwt = (changes: object = {}, header: Readonly<Record<string, unknown>> = {}) =>
    jwt(
      signToken(
        {
          iss: server.issuer,
          aud: 'app',
          iat: seconds(),
          token_introspection: { active: true, scope: 'openid' },
          ...changes,
        },
        { typ: 'token-introspection+jwt', ...header },
      ),
      'application/token-introspection+jwt',
    );

  it('M7: an answer without “active” says nothing, and is shown all the same', async () => {
    const found = await introspect(json({ scope: 'openid' }));
    assert.equal(found.active, undefined);
    assert.match(describeIntrospection(found, 'test', Date.now()), /did not say whether/);
    assert.deepEqual(found.answer, { scope: 'openid' });
  });

  for (const active of ['true', 1, null]) {
    it(`M7: “active” as ${JSON.stringify(active)} is no answer`, async () => {
      assert.equal((await introspect(json({ active }))).active, undefined);
    });
  }

  it('M7: a signed answer (RFC 9701) is read once its signature was checked', async () => {
    const found = await introspect(introspectionJwt());
    assert.deepEqual([found.active, found.answer.scope, found.signature], [true, 'openid', 'checked']);
  });

  const badJwts: readonly (readonly [string, () => Answer])[] = [
    ['for another audience', () => introspectionJwt({ aud: 'another-app' })],
    ['of another issuer', () => introspectionJwt({ iss: 'https://other.example' })],
    ['of another type', () => introspectionJwt({}, { typ: 'JWT' })],
    ['that is not signed', () => introspectionJwt({}, { alg: 'none' })],
    ['with another key', () => introspectionJwt({}, { kid: 'k2' })],
    [
      'with a changed signature',
      () => {
        const answer = introspectionJwt();
        return { ...answer, body: String(answer.body).replace(/[^.]*$/, 'AAAA') };
      },
    ],
  ];
  for (const [what, answer] of badJwts) {
    it(`M7: a signed answer ${what} is not used`, async () => {
      const error = await harness.failure(introspect(answer()));
      assert.equal(error.code, 'response_invalid');
      assert.match(error.message, /signed one that is not valid/);
    });
  }

  it('M7: 401: the client may not ask, and its words are shown', async () => {
    const refusal = json(
      { error: 'invalid_client' },
      { status: 401, headers: { 'www-authenticate': 'Basic' } },
    );
    const error = await harness.failure(introspect(refusal));
    assert.equal(error.code, 'request_refused');
    assert.match(error.message, /The introspection endpoint refused: invalid_client/);
    assert.deepEqual(await harness.store.get(record.id), record);
  });

  it('E2: no endpoint: said truthfully', async () => {
    publish({ introspection_endpoint: undefined });
    harness = createHarness();
    ({ record } = await harness.getNew(profile()));
    const error = await harness.failure(harness.introspect(profile(), record.id));
    assert.match(
      error.message,
      /does not say where one asks about tokens: its metadata have no introspection_endpoint/,
    );
  });

  const ask = async (script: Script) => {
    server.on('/userinfo', script);
    return await harness.userInfo(profile(), record.id);
  };
  const person = (changes: object = {}) => ({ sub: 'person-1', name: 'Ada', ...changes });

  it('D15, R70: another sub is refused', async () => {
    const error = await harness.failure(ask(json(person({ sub: 'person-2' }))));
    assert.match(error.message, /another person than the ID token/);
  });

  for (const sub of [undefined, '', 7, null]) {
    it(`D15: userinfo whose sub is ${JSON.stringify(sub)} is refused`, async () => {
      assert.equal((await harness.failure(ask(json(person({ sub }))))).code, 'response_invalid');
    });
  }

  it('D15: a signed answer is read once its signature was checked', async () => {
    const info = await ask(() => jwt(signToken(person({ iss: server.issuer, aud: 'app' }))));
    assert.deepEqual([info.claims.name, info.signature], ['Ada', 'checked']);
  });

  for (const [what, token] of [
    ['for another audience', () => signToken(person({ aud: 'another-app' }))],
    ['without a signature', () => signToken(person(), { alg: 'none' })],
    ['with another key', () => signToken(person(), { kid: 'k2' })],
    ['about another person', () => signToken(person({ sub: 'person-2' }))],
  ] as const) {
    it(`D15: a signed answer ${what} is refused`, async () => {
      assert.equal((await harness.failure(ask(() => jwt(token())))).code, 'response_invalid');
    });
  }

  it('D15: JSON that is labelled text/html is read (Django OAuth Toolkit)', async () => {
    const info = await ask({ headers: { 'content-type': 'text/html' }, body: JSON.stringify(person()) });
    assert.equal(info.claims.name, 'Ada');
  });

  it('D15: an error as JSON that is labelled text/html keeps its words (Django OAuth Toolkit)', async () => {
    const body = JSON.stringify({ error: 'invalid_token', error_description: 'The token is gone.' });
    const refusal = ask({ status: 401, headers: { 'content-type': 'text/html' }, body });
    const error = await harness.failure(refusal);
    assert.match(error.message, /did not take the token: invalid_token — “The token is gone\.”/);
  });

  it('403 insufficient_scope: the scope is named as the reason', async () => {
    const headers = { 'www-authenticate': 'Bearer realm="x", error="insufficient_scope", scope="openid"' };
    const error = await harness.failure(ask({ status: 403, headers }));
    assert.match(error.hint ?? '', /scope has to hold “openid”/);
  });

  it('law 1: what is shown of an answer masks tokens, hides nothing and explains its times', async () => {
    const { accessToken } = record.tokenSet;
    const answer = {
      active: true,
      exp: seconds() + 3600,
      iat: 1e300,
      access_token: accessToken,
      client_secret: 'of-somebody-else',
      note: `it was ${accessToken}`,
      name: 'Eve \u202Edrow',
      deep: JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`) as unknown,
    };
    const found = await introspect(json({ ...answer, deep: [[1]] }));
    const redact = (text: string) => text.replaceAll(accessToken, '•••');
    const text = renderAnswer(
      { ...found, answer: { ...found.answer, deep: answer.deep } },
      redact,
      Date.now(),
    );
    assert.ok(!text.includes(accessToken));
    assert.doesNotMatch(text, /of-somebody-else/);
    assert.match(text, /"note": "it was •••"/);
    assert.match(text, /"name": "Eve \\u202edrow"/);
    const { times } = JSON.parse(text) as { times: Record<string, string> };
    assert.deepEqual(Object.keys(times), ['exp']);
    assert.match(times.exp ?? '', /\((59 min|1 h) left\)/);
  });
});

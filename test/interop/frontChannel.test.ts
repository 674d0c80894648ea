import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { jwks } from '../support/signedTokens';

type Changes = Readonly<Record<string, unknown>>;

const now = () => Math.floor(Date.now() / 1000);
/** OpenID Connect Core §3.3.2.11, for RS256. */
const halfHash = (value: string) =>
  createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');

describe('tokens that come through the browser', () => {
  const accessToken = 'front-channel-access-token';
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startScriptedServer();
    server.answerIn('fragment');
    harness = createHarness();
    registerSecret(accessToken);
  });

  afterEach(async () => {
    harness.scanLog();
    await server.stop();
    forgetSecrets();
  });

  const implicit = (members: Changes = {}) =>
    profileOf({
      issuer: server.issuer,
      clientId: 'app',
      grantType: 'implicit',
      responseType: 'id_token token',
      scope: 'openid email',
      ...members,
    });
  const hybrid = (responseType = 'code id_token') => implicit({ grantType: 'hybrid', responseType });

  /** An ID token with the hashes of what comes beside it, and what the test changes of it. */
  const idToken = (changes: Changes = {}, header: Changes = {}) => {
    const token = server.idToken(
      { at_hash: halfHash(accessToken), c_hash: halfHash(server.code), ...changes },
      header,
    );
    registerSecret(token);
    return token;
  };

  const answerImplicit = (
    changes: Changes = {},
    header: Changes = {},
    more: Record<string, string | undefined> = {},
  ) =>
    server.answerWith(() => ({
      code: undefined,
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: '3600',
      id_token: idToken(changes, header),
      ...more,
    }));
  const answerHybrid = (
    changes: Changes = {},
    header: Changes = {},
    more: Record<string, string | undefined> = {},
  ) => server.answerWith(() => ({ id_token: idToken(changes, header), ...more }));

  it('G6: a good implicit answer', async () => {
    answerImplicit();
    const before = Date.now();
    const { record } = await harness.getNew(implicit());
    assert.equal(record.tokenSet.accessToken, accessToken);
    assert.equal(record.label, 'ada@example.com');
    assert.ok(record.tokenSet.expiresAt! >= before + 3_600_000);
    assert.equal(server.tokenRequests().length, 0);
  });

  const badIdTokens: [string, Changes, Changes?][] = [
    ['D1: another iss', { iss: 'https://other.example' }],
    ['D2: another aud', { aud: 'another-app' }],
    ['D4: a second audience', { aud: ['app', 'another-app'] }],
    ['D4: another azp', { aud: ['app', 'x'], azp: 'another-app' }],
    ['D5: alg none', {}, { alg: 'none' }],
    ['D5: alg HS256', {}, { alg: 'HS256' }],
    ['D7: no exp', { exp: undefined }],
    ['D7: exp 60 s ago', { exp: now() - 60 }],
    ['D7: no iat', { iat: undefined }],
    ['D8: no nonce', { nonce: undefined }],
    ['D8: another nonce', { nonce: 'guessed' }],
    ['D11: a key that the server does not publish', {}, { kid: 'k2' }],
    ['R68: no sub', { sub: undefined }],
  ];
  for (const [title, changes, header] of badIdTokens) {
    it(`${title} is refused in an implicit and in a hybrid answer; nothing is exchanged or stored`, async () => {
      answerImplicit(changes, header);
      const alone = await harness.failure(harness.getNew(implicit()));
      answerHybrid(changes, header);
      const withCode = await harness.failure(harness.getNew(hybrid()));
      for (const error of [alone, withCode]) assert.equal(error.code, 'id_token_invalid', error.message);
      assert.equal(server.tokenRequests().length, 0);
      assert.equal(harness.secrets.values.size, 0);
      assert.match((await harness.lastPage()).text, /No access token/);
    });
  }

  it('D11: a changed payload is refused by its signature, which is always checked here', async () => {
    const forge = (token: string) => {
      const [header, payload, signature] = token.split('.') as [string, string, string];
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const forged = Buffer.from(JSON.stringify({ ...claims, email: 'eve@example.com' })).toString(
        'base64url',
      );
      return [header, forged, signature].join('.');
    };
    server.answerWith(() => ({
      code: undefined,
      access_token: accessToken,
      token_type: 'Bearer',
      id_token: forge(idToken()),
    }));
    assert.equal((await harness.failure(harness.getNew(implicit()))).code, 'id_token_invalid');
    server.answerWith(() => ({ id_token: forge(idToken()) }));
    assert.equal((await harness.failure(harness.getNew(hybrid()))).code, 'id_token_invalid');
  });

  for (const garbage of ['garbage', 'a.b.c', 'e30.e30.', '!.!.!', 'a.b.c.d.e']) {
    it(`B22: the ID token “${garbage}” is refused in an implicit and in a hybrid answer`, async () => {
      answerImplicit({}, {}, { id_token: garbage });
      const alone = await harness.failure(harness.getNew(implicit()));
      answerHybrid({}, {}, { id_token: garbage });
      const withCode = await harness.failure(harness.getNew(hybrid()));
      for (const error of [alone, withCode]) assert.equal(error.code, 'id_token_invalid', error.message);
      assert.equal(server.tokenRequests().length, 0);
    });
  }

  for (const hash of ['x', halfHash('another-token'), undefined, 7]) {
    it(`an at_hash of ${String(hash)} is refused: the access token is not the one of the ID token`, async () => {
      answerImplicit({ at_hash: hash });
      const alone = await harness.failure(harness.getNew(implicit()));
      answerHybrid({ at_hash: hash }, {}, { access_token: accessToken, token_type: 'Bearer' });
      const withCode = await harness.failure(harness.getNew(hybrid('code id_token token')));
      for (const error of [alone, withCode]) {
        assert.equal(error.code, 'id_token_invalid');
        assert.match(error.message, /at_hash/);
      }
      assert.equal(harness.secrets.values.size, 0);
    });

    it(`a c_hash of ${String(hash)} is refused: the code is not the one of the ID token`, async () => {
      answerHybrid({ c_hash: hash });
      const error = await harness.failure(harness.getNew(hybrid()));
      assert.equal(error.code, 'id_token_invalid');
      assert.equal(server.tokenRequests().length, 0);
    });
  }

  it('G7: the token endpoint must name the same person as the browser brought', async () => {
    answerHybrid();
    server.onToken(() => json(server.tokenResponse({ id_token: server.idToken({ sub: 'person-2' }) })));
    const error = await harness.failure(harness.getNew(hybrid()));
    assert.equal(error.code, 'id_token_invalid');
    assert.match(error.message, /another person/);
    server.onToken(() => json(server.tokenResponse({ id_token: server.idToken() })));
    assert.equal((await harness.getNew(hybrid())).saved, true);
  });

  it('without keys to check with, no browser opens', async () => {
    const { issuer } = server;
    server.on(
      '/.well-known/openid-configuration',
      json({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` }),
    );
    for (const profile of [implicit(), hybrid()]) {
      const error = await harness.failure(harness.getNew(profile));
      assert.equal(error.code, 'not_offered');
      assert.match(error.message, /jwks_uri/);
    }
    assert.deepEqual(harness.opened, []);
  });

  it('keys that changed a moment ago are fetched once more', async () => {
    const other = { keys: jwks().keys.map((key) => ({ ...key, kid: 'old' })) };
    server.on('/jwks', json(other), json(jwks()));
    answerHybrid();
    server.onToken(() => json(server.tokenResponse({ id_token: server.idToken() })));
    assert.equal((await harness.getNew(hybrid())).saved, true);
  });

  const badTokens: [string, Record<string, string | undefined>, RegExp][] = [
    ['B11: no access token', { access_token: undefined }, /holds no access token/],
    [
      'B10: a token with a line break',
      { access_token: 'front-channel\r\naccess-token' },
      /cannot stand in a header/,
    ],
    ['B9: an unknown token_type', { token_type: 'mac' }, /^The server’s answer cannot be used: .*token_type/],
  ];
  for (const [title, changes, words] of badTokens) {
    it(`${title} is refused by the rules of the token endpoint`, async () => {
      answerImplicit({ at_hash: halfHash(changes.access_token ?? accessToken) }, {}, changes);
      const error = await harness.failure(harness.getNew(implicit()));
      assert.match(error.message, words);
      assert.equal(harness.secrets.values.size, 0);
    });
  }

  for (const [title, changes] of [
    ['B9: a missing token_type', { token_type: undefined }],
    ['B8: BEARER', { token_type: 'BEARER' }],
  ] as const) {
    it(`${title} is taken`, async () => {
      answerImplicit({}, {}, changes);
      assert.equal((await harness.getNew(implicit())).record.tokenSet.tokenType, 'Bearer');
    });
  }

  it('B13: without expires_in the lifetime is unknown', async () => {
    answerImplicit({}, {}, { expires_in: undefined });
    assert.equal((await harness.getNew(implicit())).record.tokenSet.expiresAt, undefined);
  });

  it('an ID token that nobody asked for is not believed (Cognito)', async () => {
    answerImplicit({ sub: 'mallory' }, { alg: 'none' });
    const { record } = await harness.getNew(implicit({ responseType: 'token' }));
    assert.equal(record.tokenSet.idToken, undefined);
    assert.equal(record.account, undefined);
  });

  for (const place of ['query', 'fragment'] as const) {
    for (const name of ['access_token', 'id_token', 'token']) {
      it(`A8: ${name} in the ${place} of a code flow is refused with words, and its value shown nowhere`, async () => {
        server.answerIn(place);
        server.answerWith({ [name]: accessToken });
        const error = await harness.failure(
          harness.getNew(profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read' })),
        );
        assert.equal(error.code, 'authorization_response_invalid');
        assert.match(error.message, /this profile asked for a code/);
        assert.equal(server.tokenRequests().length, 0);
        assert.ok(!(await harness.lastPage()).text.includes(accessToken));
      });
    }
  }

  it('A11: an error in the fragment of a code flow reaches the person (Glewlwyd)', async () => {
    server.answerWith({ code: undefined, error: 'unsupported_response_type', error_description: 'not here' });
    const error = await harness.failure(
      harness.getNew(profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read' })),
    );
    assert.equal(error.code, 'authorization_refused');
    assert.match((await harness.lastPage()).text, /unsupported_response_type/);
  });

  it('A14, A15: iss beside an ID token is compared; an ID token names its issuer itself', async () => {
    const { issuer } = server;
    server.on(
      '/.well-known/openid-configuration',
      json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        authorization_response_iss_parameter_supported: true,
      }),
    );
    answerImplicit();
    assert.equal((await harness.getNew(implicit())).saved, true);
    answerImplicit({}, {}, { iss: 'https://other.example' });
    assert.equal((await harness.failure(harness.getNew(implicit()))).code, 'authorization_response_invalid');
    answerImplicit();
    const error = await harness.failure(harness.getNew(implicit({ responseType: 'token', scope: 'read' })));
    assert.equal(error.code, 'authorization_response_invalid', 'a token alone names nobody');
  });
});

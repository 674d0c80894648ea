import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { ResponseType } from 'oidc-provider';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { signInClient } from '../support/authorizationServer/clients';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';
import { UserAgent } from '../support/userAgent';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const ed25519 = generateKeyPairSync('ed25519').privateKey;
const jwks = {
  keys: [
    { ...createPublicKey(privateKey).export({ format: 'jwk' }), kty: 'RSA', kid: 'k1', use: 'sig' },
    { ...createPublicKey(ed25519).export({ format: 'jwk' }), kty: 'OKP', kid: 'k2', use: 'sig' },
  ],
};
const responseTypes: ResponseType[] = [
  'code',
  'code id_token',
  'code token',
  'code id_token token',
  'id_token',
  'id_token token',
];

type Members = Readonly<Record<string, unknown>>;

describe('authorization requests and responses with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startAuthorizationServer({
      moreClients: [
        signInClient({
          client_id: 'versatile',
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token', 'implicit'],
          response_types: responseTypes,
          authorization_details_types: ['orders'],
          authorization_signed_response_alg: 'RS256',
          jwks,
        }),
      ],
    });
    harness = createHarness({ clientKey: { key } });
  });

  afterEach(async () => {
    harness.scanLog();
    await server.stop();
    forgetSecrets();
  });

  const profile = (members: Members = {}) =>
    profileOf({ issuer: server.issuer, clientId: 'versatile', scope: 'openid email', ...members });
  const requestsTo = (path: string) => server.requests.filter((request) => request.path === path);

  /** Signs in, sees that the server knows the token and whose it is, and returns what the browser brought. */
  async function signIn(members: Members = {}) {
    const { record } = await harness.getNew(profile(members));
    registerSecret(record.tokenSet.accessToken);
    assert.equal((await server.lookUp(record.tokenSet.accessToken))?.clientId, 'versatile');
    assert.equal(record.account?.subject, server.person.username);
    const page = await harness.lastPage();
    assert.match(page.text, /You are signed in/);
    assert.equal(page.url.search + page.url.hash, '');
    return { record, asked: requestsTo('/auth')[0]!.query };
  }

  it('P4: a pushed request; the browser brings nothing but its client and request_uri', async () => {
    proves('oidcProvider', 'par');
    const { asked } = await signIn({ requirePushedAuthorizationRequests: true });
    assert.deepEqual([...asked.keys()], ['client_id', 'request_uri']);
    const pushed = requestsTo('/request')[0]!;
    assert.equal(pushed.method, 'POST');
    assert.match(pushed.form.get('code_challenge') ?? '', /^[\w-]{43}$/);
    assert.equal(pushed.form.has('request_uri'), false, 'RFC 9126 §2.1');
  });

  it('P6: a signed request object, with what OpenID Connect wants beside it', async () => {
    proves('oidcProvider', 'jar');
    const { asked } = await signIn({ requestObjectSigningAlg: 'RS256', clientKeyId: 'k1', maxAge: 600 });
    assert.deepEqual([...asked.keys()], ['response_type', 'client_id', 'scope', 'request']);
    const object = decodeJwt(asked.get('request') ?? '');
    assert.equal(object.aud, server.issuer);
    assert.equal(object.iss, 'versatile');
    assert.equal(object.max_age, 600, 'a number in JSON');
    assert.match(String(object.redirect_uri), /^http:\/\/127\.0\.0\.1:\d+\/cb\//);
  });

  it('P6: a request object that an Ed25519 key signs says EdDSA, the name that servers know', async () => {
    harness = createHarness({ clientKey: { key: JSON.stringify(ed25519.export({ format: 'jwk' })) } });
    const { asked } = await signIn({ requestObjectSigningAlg: 'EdDSA', clientKeyId: 'k2' });
    assert.equal(decodeProtectedHeader(asked.get('request') ?? '').alg, 'EdDSA');
  });

  it('P4, P6: a signed request object that is pushed goes alone', async () => {
    const { asked } = await signIn({
      requestObjectSigningAlg: 'PS256',
      requirePushedAuthorizationRequests: true,
    });
    assert.deepEqual([...asked.keys()], ['client_id', 'request_uri']);
    assert.deepEqual([...requestsTo('/request')[0]!.form.keys()].sort(), ['client_id', 'request']);
  });

  for (const responseMode of ['jwt', 'query.jwt', 'form_post.jwt'] as const) {
    it(`P6: the answer as a signed JWT, response mode ${responseMode}`, async () => {
      proves('oidcProvider', 'jarm');
      await signIn({ responseMode });
      assert.equal(requestsTo('/token').length, 1);
    });
  }

  it('C8: the answer as a form', async () => {
    proves('oidcProvider', 'formPost');
    await signIn({ responseMode: 'form_post' });
  });

  it('A11: a denial that comes as a form, or in a JWT, ends in the server’s words, too', async () => {
    for (const responseMode of ['form_post', 'query.jwt']) {
      const denying = createHarness({ browse: (url) => new UserAgent().visit(url, { deny: true }) });
      const error = await denying.failure(denying.getNew(profile({ responseMode })));
      assert.equal(error.code, 'authorization_refused', responseMode);
      assert.equal(error.server?.error, 'access_denied');
    }
  });

  it('P7, P8: authorization_details for a resource', async () => {
    proves('oidcProvider', 'rar', 'resource');
    const details = [{ type: 'orders', actions: ['read'] }];
    const resource = 'https://api.example/orders';
    const { asked } = await signIn({
      scope: 'openid email orders:read',
      authorizationDetails: details,
      resource,
    });
    assert.deepEqual(JSON.parse(asked.get('authorization_details') ?? ''), details);
    assert.equal(asked.get('resource'), resource);
    assert.equal(requestsTo('/token')[0]!.form.get('resource'), resource, 'RFC 8707 §2.2');
  });

  for (const responseType of ['code id_token', 'code token', 'code id_token token']) {
    it(`G7: hybrid, response type ${responseType}`, async () => {
      proves('oidcProvider', 'hybrid');
      await signIn({ grantType: 'hybrid', responseType });
      const exchanged = requestsTo('/token')[0]!.form;
      assert.match(exchanged.get('code_verifier') ?? '', /^[\w-]{43}$/);
    });
  }

  it('G6: implicit: the token comes without an exchange, and is marked insecure in the log', async () => {
    proves('oidcProvider', 'implicit');
    const { record, asked } = await signIn({ grantType: 'implicit', responseType: 'id_token token' });
    assert.equal(requestsTo('/token').length, 0);
    assert.equal(asked.has('code_challenge'), false);
    assert.ok(record.tokenSet.expiresAt! > Date.now());
    assert.equal(record.tokenSet.idTokenSignature, 'checked');
    assert.match(harness.logger.lines.join('\n'), /Insecure: implicit/);
  });

  it('G6, C8: implicit, its answer as a form', async () => {
    await signIn({ grantType: 'implicit', responseType: 'id_token token', responseMode: 'form_post' });
  });

  it('G6: an ID token alone stands in the place of the access token for as long as it is good', async () => {
    const { record } = await harness.getNew(profile({ grantType: 'implicit', responseType: 'id_token' }));
    registerSecret(record.tokenSet.accessToken);
    assert.equal(record.tokenSet.accessToken, record.tokenSet.idToken);
    assert.equal(record.tokenSet.expiresAt, decodeJwt(record.tokenSet.accessToken).exp! * 1000);
  });

  it('K6: max_age is asked for and its auth_time checked', async () => {
    const { asked, record } = await signIn({ maxAge: 0 });
    assert.equal(asked.get('max_age'), '0');
    assert.equal(typeof decodeJwt(record.tokenSet.idToken!).auth_time, 'number');
  });

  it('G1: a verifier of one’s own is asked for, used, and kept nowhere', async () => {
    const verifier = 'own-verifier.~_0123456789012345678901234567';
    registerSecret(verifier);
    const typing = createHarness({ type: () => verifier });
    await typing.getNew(profile({ codeVerifier: 'ask' }));
    assert.deepEqual(typing.asked, ['Code verifier for “test”']);
    assert.equal(requestsTo('/token')[0]!.form.get('code_verifier'), verifier);
    assert.ok(![...typing.secrets.values.values()].some((value) => value.includes(verifier)));
    typing.scanLog();
  });

  for (const typed of ['short', 'x'.repeat(129), `${'x'.repeat(42)}ä`, `${'x'.repeat(43)} `]) {
    it(`R13: ${typed.length} characters that are no verifier are refused before the browser opens`, async () => {
      const typing = createHarness({ type: () => typed });
      const error = await typing.failure(typing.getNew(profile({ codeVerifier: 'ask' })));
      assert.equal(error.code, 'input_invalid');
      assert.deepEqual(typing.opened, []);
    });
  }
});

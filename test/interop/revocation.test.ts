import assert from 'node:assert/strict';
import { describeRevocation } from '../../src/core/tokens/inquiryWords';
import type { TokenRecord } from '../../src/core/tokens/tokenRecord';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { json, redirect, type Answer } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';

const now = () => Date.now();

describe('revocation with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startAuthorizationServer();
    harness = createHarness({ type: () => server.clients.webApp.clientSecret });
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const publicApp = () =>
    profileOf({ issuer: server.issuer, clientId: 'demo-app', scope: 'openid offline_access orders:read' });

  it('E1, M6: ends refresh and access token, refresh token first; the token stays here until a person says', async () => {
    proves('oidcProvider', 'revoke');
    const { record } = await harness.getNew(publicApp());
    const results = await harness.revoke(publicApp(), record.id);
    assert.deepEqual(
      results.map(({ token, outcome }) => [token, outcome]),
      [
        ['refresh_token', 'revoked'],
        ['access_token', 'revoked'],
      ],
    );
    assert.equal(await server.lookUp(record.tokenSet.accessToken), undefined);
    assert.deepEqual(await harness.store.get(record.id), record);
    const error = await harness.failure(harness.refresh(publicApp(), record.id));
    assert.equal(error.server?.error, 'invalid_grant');
  });

  it('R75: revoking once more is no error: the server answers 200 for a token that it does not know', async () => {
    const { record } = await harness.getNew(publicApp());
    await harness.revoke(publicApp(), record.id);
    const again = await harness.revoke(publicApp(), record.id);
    assert.ok(again.every(({ outcome }) => outcome === 'revoked'));
  });

  it('a confidential client proves itself, and one with a wrong secret is refused with nothing lost', async () => {
    const { clientId, clientSecret } = server.clients.webApp;
    registerSecret(clientSecret);
    const profile = profileOf({
      issuer: server.issuer,
      clientId,
      scope: 'openid orders:read',
      tokenEndpointAuthMethod: 'client_secret_post',
    });
    const { record } = await harness.getNew(profile);
    await harness.clientSecrets.store(record.fingerprint, 'another-client-secret');
    const error = await harness.failure(harness.revoke(profile, record.id));
    assert.equal(error.server?.error, 'invalid_client');
    assert.deepEqual(await harness.store.get(record.id), record);
    await harness.clientSecrets.store(record.fingerprint, clientSecret);
    await harness.revoke(profile, record.id);
    assert.equal(await server.lookUp(record.tokenSet.accessToken), undefined);
  });
});

describe('revocation', () => {
  let server: ScriptedServer;
  let harness: Harness;
  let record: TokenRecord;

  beforeEach(async () => {
    server = await startScriptedServer();
    publish({ revocation_endpoint: `${server.issuer}/revoke` });
    harness = createHarness();
    registerSecret('the-refresh-token');
    server.onToken(json(server.tokenResponse({ refresh_token: 'the-refresh-token' })));
    ({ record } = await harness.getNew(profile()));
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profile = (more: Readonly<Record<string, unknown>> = {}) =>
    profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read', ...more });
  const publish = (changes: Readonly<Record<string, unknown>>) =>
    server.on(
      '/.well-known/openid-configuration',
      json({
        issuer: server.issuer,
        authorization_endpoint: `${server.issuer}/authorize`,
        token_endpoint: `${server.issuer}/token`,
        ...changes,
      }),
    );
  const asked = () => server.requests.filter(({ url }) => url === '/revoke');
  const revoke = async () => {
    const results = await harness.revoke(profile(), record.id);
    assert.deepEqual(await harness.store.get(record.id), record, 'what is kept here is for a person to say');
    return { results, words: describeRevocation(results, record.tokenSet.expiresAt, now()) };
  };

  const successes: readonly (readonly [string, Answer])[] = [
    ['200, empty', {}],
    ['200 HTML', { headers: { 'content-type': 'text/html' }, body: '<title>Done</title>' }],
    ['200 JSON', json({})],
    ['204', { status: 204 }],
  ];
  for (const [what, answer] of successes) {
    it(`M6: ${what} is a success`, async () => {
      server.on('/revoke', answer);
      const { words } = await revoke();
      assert.deepEqual(words, {
        message: 'The server has revoked the refresh token and the access token.',
        complete: true,
      });
      assert.deepEqual(
        asked().map(({ body }) => [...new URLSearchParams(body)]),
        [
          [
            ['token', 'the-refresh-token'],
            ['token_type_hint', 'refresh_token'],
            ['client_id', 'app'],
          ],
          [
            ['token', record.tokenSet.accessToken],
            ['token_type_hint', 'access_token'],
            ['client_id', 'app'],
          ],
        ].map((fields) => [fields[1], fields[0], fields[2]]),
      );
    });
  }

  it('M6: unsupported_token_type for the access token: it lives on until it ends by itself, and that is said', async () => {
    server.on('/revoke', {}, json({ error: 'unsupported_token_type' }, { status: 400 }));
    const { words } = await revoke();
    assert.equal(words.complete, false);
    assert.match(
      words.message,
      /^The server has revoked the refresh token\. It does not revoke access tokens: this one works until it ends by itself \(59 min left\)/,
    );
  });

  it('M6, R75: 503 with Retry-After: the server still holds both, is asked once, and says how long to wait', async () => {
    server.on('/revoke', { status: 503, headers: { 'retry-after': '120' } });
    const { words } = await revoke();
    assert.equal(words.complete, false);
    assert.match(
      words.message,
      /^The server still holds the refresh token and the access token\. .*status 503.*wait 2 minutes/,
    );
    assert.doesNotMatch(words.message, /Nothing was stored/);
    assert.equal(asked().length, 1);
  });

  it('M6: 404: nothing is there, the server still holds both', async () => {
    server.on('/revoke', { status: 404 });
    assert.match((await revoke()).words.message, /^The server still holds .* and .*status 404/);
  });

  it('M6: an error in between: what was revoked is said to be revoked, the rest to be held', async () => {
    server.on('/revoke', {}, json({ error: 'invalid_request', error_description: 'No.' }, { status: 400 }));
    const { words } = await revoke();
    assert.match(
      words.message,
      /^The server has revoked the refresh token\. The server still holds the access token\. .*invalid_request — “No\.”/,
    );
  });

  it('M6: no endpoint: said truthfully, with the way out', async () => {
    const silent = profile({ tokenEndpoint: `${server.issuer}/token` });
    publish({});
    harness = createHarness();
    const other = (await harness.getNew(silent)).record;
    const error = await harness.failure(harness.revoke(silent, other.id));
    assert.equal(error.code, 'not_offered');
    assert.match(
      error.message,
      /does not say where tokens are revoked: its metadata have no revocation_endpoint/,
    );
    assert.match(error.hint ?? '', /Write revocationEndpoint in the profile if you know it\./);
  });

  it('M6: offline: the server still holds both', async () => {
    const gone = await startScriptedServer();
    await gone.stop();
    const away = profile({ revocationEndpoint: `${gone.issuer}/revoke` });
    const other = (await harness.getNew(away)).record;
    const results = await harness.revoke(away, other.id);
    const { message } = describeRevocation(results, other.tokenSet.expiresAt, now());
    assert.match(
      message,
      /^The server still holds the refresh token and the access token\. Nothing answers at/,
    );
  });

  it('M6: no whole answer: nobody knows, and that is said', async () => {
    server.on('/revoke', { cut: 'beforeHeaders' });
    const { words } = await revoke();
    assert.match(words.message, /It is not known whether the server has revoked the refresh token\./);
    assert.match(words.message, /still holds the access token/);
  });

  it('I4: a redirect is not followed: no token goes elsewhere', async () => {
    server.on('/revoke', redirect('https://elsewhere.example/revoke', 307));
    assert.match((await revoke()).words.message, /redirect \(307\) to https:\/\/elsewhere\.example\/revoke/);
  });

  it('law 2: with other endpoints in the profile the token goes nowhere', async () => {
    const before = server.requests.length;
    const changed = profile({ revocationEndpoint: `${server.issuer}/elsewhere` });
    const error = await harness.failure(harness.revoke(changed, record.id));
    assert.match(error.message, /obtained from other endpoints/);
    assert.equal(server.requests.length, before);
  });

  it('cancelling before the answer is silent', async () => {
    server.on('/revoke', { stall: 'beforeHeaders' });
    const controller = new AbortController();
    const revocation = harness.failure(harness.revoke(profile(), record.id, controller.signal));
    await server.received('/revoke');
    controller.abort();
    assert.equal((await revocation).code, 'cancelled');
  });
});

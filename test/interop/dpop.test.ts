import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import { createDpopProof } from '../../src/core/protocol/client/dpop';
import type { TokenSet } from '../../src/core/tokens/tokenRecord';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { FakeClock } from '../support/fakes/clock';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';
import { UserAgent } from '../support/userAgent';

const proofOf = ({ headers }: { readonly headers: IncomingHttpHeaders }) => String(headers.dpop);

describe('DPoP with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;

  afterEach(async () => {
    for (const secret of server.issued) registerSecret(secret);
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const signIn = (members: Readonly<Record<string, unknown>> = {}) =>
    profileOf({
      issuer: server.issuer,
      clientId: server.clients.demoApp.clientId,
      scope: 'openid email offline_access',
      dpopBoundAccessTokens: true,
      ...members,
    });
  const tokenRequests = () => server.requests.filter(({ path }) => path === '/token');

  /** Asks for userinfo as a feed will: with a proof for this one request (RFC 9449 §7). */
  async function userinfo(tokenSet: TokenSet, nonce?: string, method = 'GET'): Promise<Response> {
    const url = `${server.issuer}/me`;
    const proof = await createDpopProof({ tokenSet, method: 'get', url: `${url}?a=b`, nonce });
    const headers = { authorization: `${tokenSet.tokenType} ${tokenSet.accessToken}`, dpop: proof };
    return await fetch(url, { headers, method });
  }

  it('P5: a bound token, renewed with the same key, and taken by userinfo only with a proof for that request', async () => {
    proves('oidcProvider', 'dpop');
    server = await startAuthorizationServer();
    const clock = new FakeClock(Date.now());
    harness = createHarness({
      clock,
      onUserCode: async ({ verificationUriComplete = '' }) => {
        await new UserAgent().visit(verificationUriComplete);
        clock.advance(5000);
      },
    });
    const { record } = await harness.getNew(signIn({ grantType: 'device_code' }));
    const { tokenSet } = record;
    assert.equal(tokenSet.tokenType, 'DPoP');
    assert.equal((await userinfo(tokenSet)).status, 200);
    assert.equal(
      (await userinfo(tokenSet, undefined, 'POST')).status,
      401,
      'a proof for GET is none for POST',
    );
    const bearer = await fetch(`${server.issuer}/me`, {
      headers: { authorization: `Bearer ${tokenSet.accessToken}` },
    });
    assert.equal(bearer.status, 401);

    const renewed = (await harness.refresh(signIn({ grantType: 'device_code' }), record.id)).record.tokenSet;
    assert.deepEqual(renewed.dpopKey, tokenSet.dpopKey);
    assert.notEqual(renewed.accessToken, tokenSet.accessToken);
    assert.equal((await userinfo(renewed)).status, 200);
  });

  it('P5, M11: a nonce that the server wants is taken at once, at the token endpoint and for a request', async () => {
    proves('oidcProvider', 'dpop', 'dpopNonce');
    server = await startAuthorizationServer({ requireDpopNonce: true });
    harness = createHarness({ type: () => server.clients.service.clientSecret });
    const { record } = await harness.getNew(
      signIn({ clientId: 'service', grantType: 'client_credentials', scope: 'orders:read' }),
    );
    assert.equal(record.tokenSet.tokenType, 'DPoP');
    const [first, second] = tokenRequests().map((request) => decodeJwt(proofOf(request)));
    assert.equal(first?.nonce, undefined);
    assert.equal(typeof second?.nonce, 'string');
    assert.notEqual(first?.jti, second?.jti);
    const refused = await userinfo(record.tokenSet);
    assert.match(refused.headers.get('www-authenticate') ?? '', /use_dpop_nonce/);
    const nonce = refused.headers.get('dpop-nonce') ?? '';
    // It gets past the proof: what is missing is only a person.
    assert.doesNotMatch(
      (await userinfo(record.tokenSet, nonce)).headers.get('www-authenticate') ?? '',
      /dpop_nonce|dpop_proof/,
    );
  });

  it('P5: a proof says method, address without query, token and nothing private; each is new', async () => {
    server = await startAuthorizationServer();
    harness = createHarness({ type: () => server.clients.service.clientSecret });
    const profile = signIn({ clientId: 'service', grantType: 'client_credentials', scope: 'orders:read' });
    const { tokenSet } = (await harness.getNew(profile)).record;
    const request = {
      tokenSet,
      method: 'post',
      url: 'https://api.example.com:8443/a%2Fb?c=d#e',
      nonce: 'n-1',
    };
    const [one, other] = [await createDpopProof(request), await createDpopProof(request)];
    const claims = decodeJwt(one);
    assert.equal(claims.htm, 'POST');
    assert.equal(claims.htu, 'https://api.example.com:8443/a%2Fb');
    assert.equal(claims.nonce, 'n-1');
    const hash = await crypto.subtle.digest('SHA-256', Buffer.from(tokenSet.accessToken));
    assert.equal(claims.ath, Buffer.from(hash).toString('base64url'));
    assert.notEqual(claims.jti, decodeJwt(other).jti);
    const { typ, jwk } = decodeProtectedHeader(one);
    assert.equal(typ, 'dpop+jwt');
    assert.deepEqual(Object.keys(jwk ?? {}).sort(), ['crv', 'kty', 'x', 'y']);
    assert.equal(
      await calculateJwkThumbprint(jwk as JWK),
      await calculateJwkThumbprint(decodeProtectedHeader(proofOf(tokenRequests()[0]!)).jwk as JWK),
    );
    registerSecret(tokenSet.dpopKey?.d ?? '');
  });
});

describe('faults of DPoP', () => {
  let server: ScriptedServer;
  let harness: Harness;
  const nonces = (status: number, nonce?: string) =>
    json(
      { error: 'use_dpop_nonce' },
      { status, ...(nonce !== undefined && { headers: { 'dpop-nonce': nonce } }) },
    );

  beforeEach(() => registerSecret('the-client-secret'));

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  async function start(metadata: Readonly<Record<string, unknown>> = {}): Promise<void> {
    server = await startScriptedServer(metadata);
    harness = createHarness({ type: () => 'the-client-secret' });
  }
  const getNew = () =>
    harness.getNew(
      profileOf({
        issuer: server.issuer,
        clientId: 'app',
        grantType: 'client_credentials',
        dpopBoundAccessTokens: true,
      }),
    );
  const bound = () => json(server.tokenResponse({ token_type: 'DPoP' }));
  const proofs = () => server.tokenRequests().map((request) => decodeJwt(proofOf(request)));

  for (const status of [400, 401]) {
    it(`M11: a nonce challenge with ${status} is answered once, with that nonce`, async () => {
      await start();
      server.onToken(nonces(status, 'nonce-1'), bound());
      await getNew();
      assert.deepEqual(
        proofs().map(({ nonce }) => nonce),
        [undefined, 'nonce-1'],
      );
    });
  }

  it('M11: a challenge in the header alone is answered, too', async () => {
    await start();
    const headers = { 'dpop-nonce': 'nonce-1', 'www-authenticate': 'DPoP error="use_dpop_nonce"' };
    server.onToken({ status: 401, headers }, bound());
    assert.equal((await getNew()).record.tokenSet.tokenType, 'DPoP');
  });

  it('M11: an endless use_dpop_nonce, each with another nonce, ends after one repetition', async () => {
    await start();
    let count = 0;
    server.onToken(() => nonces(400, `nonce-${++count}`));
    const error = await harness.failure(getNew());
    assert.equal(error.code, 'token_request_refused');
    assert.match(error.message, /use_dpop_nonce/);
    assert.equal(server.tokenRequests().length, 2);
  });

  it('M11: a challenge without a nonce is not repeated', async () => {
    await start();
    server.onToken(nonces(400));
    assert.match((await harness.failure(getNew())).message, /use_dpop_nonce/);
    assert.equal(server.tokenRequests().length, 1);
  });

  it('R78: a Bearer token is refused where a bound one was asked for', async () => {
    await start();
    server.onToken(json(server.tokenResponse()));
    const error = await harness.failure(getNew());
    assert.match(error.message, /DPoP was asked for, and it is a Bearer token/);
    assert.equal(error.remedy, 'edit_profile');
    assert.equal((await harness.store.list()).tokens.length, 0);
  });

  for (const [listed, algorithm] of [
    [['RS256'], 'RS256'],
    [['PS256', 'RS256'], 'PS256'],
    [['ES512'], 'ES512'],
    [['ES384'], 'ES384'],
    [['EdDSA', 'Ed25519'], 'Ed25519'],
    [['RS256', 'ES256'], 'ES256'],
    [undefined, 'ES256'],
  ] as const) {
    it(`P5: of ${listed?.join(', ') ?? 'an unknown list'}, the key and its proofs are ${algorithm}`, async () => {
      await start(listed && { dpop_signing_alg_values_supported: listed });
      server.onToken(json(server.tokenResponse({ token_type: 'DPoP', refresh_token: 'a-refresh-token' })));
      const { record } = await getNew();
      const { tokenSet } = record;
      const proof = await createDpopProof({ tokenSet, method: 'GET', url: 'https://api.example.com/' });
      const header = decodeProtectedHeader(proof);
      assert.equal(header.alg, algorithm);
      const atTokenEndpoint = decodeProtectedHeader(proofOf(server.tokenRequests()[0]!));
      assert.deepEqual([atTokenEndpoint.alg, atTokenEndpoint.jwk], [algorithm, header.jwk]);
      await verify(proof);
    });
  }

  it('P5: a server that takes no algorithm that we know is told so, and nothing is sent', async () => {
    await start({ dpop_signing_alg_values_supported: ['EdDSA', 'ML-DSA-44'] });
    const error = await harness.failure(getNew());
    assert.equal(error.code, 'not_offered');
    assert.equal(server.tokenRequests().length, 0);
  });

  async function verify(proof: string): Promise<void> {
    const { EmbeddedJWK, jwtVerify } = await import('jose');
    await jwtVerify(proof, EmbeddedJWK);
  }
});

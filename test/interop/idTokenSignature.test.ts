import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { json, redirect, type Answer } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { jwks, publicJwk, signers } from '../support/signedTokens';

const OPENID = '/.well-known/openid-configuration';

describe('ID token signature', () => {
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startScriptedServer();
    harness = createHarness();
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const oidc = () => profileOf({ issuer: server.issuer, clientId: 'app', scope: 'openid email' });
  const publish = (metadata: Readonly<Record<string, unknown>>) =>
    server.on(
      OPENID,
      json({
        issuer: server.issuer,
        authorization_endpoint: `${server.issuer}/authorize`,
        token_endpoint: `${server.issuer}/token`,
        jwks_uri: `${server.issuer}/jwks`,
        ...metadata,
      }),
    );
  const give = (idToken: () => string, more: Readonly<Record<string, unknown>> = {}) =>
    server.onToken(() => {
      const token = idToken();
      registerSecret(token);
      return json(server.tokenResponse({ id_token: token, ...more }));
    });
  const signatureShown = async () =>
    (await harness.store.list()).tokens.map((token) => token.idTokenSignature);
  const refused = async () => {
    const error = await harness.failure(harness.getNew(oidc()));
    assert.equal(error.code, 'id_token_invalid', error.message);
    assert.equal(harness.secrets.values.size, 0);
    return error;
  };

  it('D11: a signature that was checked is shown as checked', async () => {
    give(() => server.idToken());
    await harness.getNew(oidc());
    assert.deepEqual(await signatureShown(), ['checked']);
  });

  it('D11: without a jwks_uri there is nothing to check it with, and that is shown', async () => {
    publish({ jwks_uri: undefined });
    give(() => server.idToken());
    await harness.getNew(oidc());
    assert.deepEqual(await signatureShown(), ['not_checked']);
  });

  it('D11: an oidcc-client-test-invalid-sig-rs256 is refused, whatever its signature is written with', async () => {
    for (const signature of ['AAAA', '', '%%%']) {
      give(() => server.idToken().replace(/[^.]*$/, signature));
      await refused();
    }
  });

  for (const alg of ['none', 'HS256']) {
    it(`D5, oidcc-client-test-idtoken-sig-none: alg ${alg} is refused even where the server announces it and no keys`, async () => {
      publish({ jwks_uri: undefined, id_token_signing_alg_values_supported: ['none', 'HS256', 'RS256'] });
      give(() => server.idToken({}, { alg }));
      assert.match((await refused()).hint ?? '', /RS256/);
    });
  }

  for (const alg of ['ES256', 'PS256', 'EdDSA'] as const) {
    it(`D6: ${alg} is accepted when the server announces it, and refused when it does not`, async () => {
      const signer = signers[alg]();
      server.on('/jwks', json({ keys: [signer.jwk] }));
      give(() => signer.sign(server.idToken()));
      await refused();
      publish({ id_token_signing_alg_values_supported: ['RS256', alg] });
      harness = createHarness();
      await harness.getNew(oidc());
      assert.deepEqual(await signatureShown(), ['checked']);
    });
  }

  it('oidcc-client-test-signing-key-rotation: a key that is new since the last sign-in is known at once', async () => {
    publish({ id_token_signing_alg_values_supported: ['RS256', 'ES256'] });
    give(() => server.idToken());
    await harness.getNew(oidc());
    const signer = signers.ES256();
    server.on('/jwks', json({ keys: [signer.jwk] }));
    give(() => signer.sign(server.idToken()));
    await harness.getNew(oidc());
    assert.deepEqual(await signatureShown(), ['checked']);
  });

  it('D11: an unknown key makes the next sign-in read the metadata anew, since the keys may have moved', async () => {
    publish({ jwks_uri: `${server.issuer}/old-keys` });
    server.on('/old-keys', json({ keys: [publicJwk({ kid: 'old', alg: 'RS256' })] }));
    give(() => server.idToken());
    assert.match((await refused()).message, /no applicable keys/);
    publish({});
    await harness.getNew(oidc());
    assert.deepEqual(await signatureShown(), ['checked']);
  });

  it('D13, oidcc-client-test-kid-absent-single-jwks: without a kid the only key is taken', async () => {
    give(() => server.idToken({}, { kid: undefined }));
    await harness.getNew(oidc());
    assert.deepEqual(await signatureShown(), ['checked']);
  });

  it('D13, oidcc-client-test-kid-absent-multiple-jwks: without a kid and with several keys it is refused, and why is said', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
    server.on('/jwks', json({ keys: [...jwks().keys, publicJwk({ kid: 'k2', alg: 'RS256' }, other)] }));
    give(() => server.idToken({}, { kid: undefined }));
    assert.match((await refused()).message, /multiple applicable keys found, a kid .* is required/);
  });

  it('D14: a key that is for encryption is skipped', async () => {
    server.on('/jwks', json({ keys: [publicJwk({ kid: 'k1', alg: 'RS256', use: 'enc' })] }));
    give(() => server.idToken());
    assert.match((await refused()).message, /no applicable keys/);
  });

  it('D14: a jwks_uri over http on another machine is refused before anything opens', async () => {
    publish({ jwks_uri: 'http://keys.example/jwks' });
    const error = await harness.failure(harness.getNew(oidc()));
    assert.equal(error.code, 'url_refused');
    assert.equal(harness.opened.length, 0);
  });

  it('D14: keys on another host are used, and noted', async () => {
    publish({ jwks_uri: `http://localhost:${server.port}/jwks` });
    give(() => server.idToken());
    await harness.getNew(oidc());
    assert.deepEqual(await signatureShown(), ['checked']);
    assert.match(
      harness.logger.lines.join('\n'),
      /keys are at localhost:\d+, as the metadata of 127\.0\.0\.1/,
    );
  });

  const unreadable: readonly (readonly [string, Answer])[] = [
    ['a redirect', redirect('https://elsewhere.example/jwks')],
    ['5 MB', { ...json({ keys: [], padding: 'x'.repeat(5_000_000) }) }],
    ['a cut connection', { cut: 'beforeHeaders' }],
    ['{"keys": {}}', json({ keys: {} })],
    ['a key of nonsense', json({ keys: [{ kty: 'RSA', kid: 'k1', alg: 'RS256', e: 'AQAB' }] })],
  ];
  for (const [what, answer] of unreadable) {
    it(`D14: keys that are ${what}: said to be the fault, and nothing is stored`, async () => {
      server.on('/jwks', answer);
      give(() => server.idToken());
      assert.match((await refused()).message, /keys could not be read/);
    });

    it(`D14, law 5: a renewed token is not lost to keys that are ${what}`, async () => {
      give(() => server.idToken(), { refresh_token: 'refresh-token-1' });
      const { record } = await harness.getNew(oidc());
      server.on('/jwks', answer);
      give(() => server.idToken(), { refresh_token: 'refresh-token-2' });
      const renewed = await harness.refresh(oidc(), record.id);
      assert.equal(renewed.record.tokenSet.refreshToken, 'refresh-token-2');
      assert.deepEqual(await signatureShown(), ['not_checked']);
    });
  }

  it('a bad signature on refresh is refused all the same', async () => {
    give(() => server.idToken(), { refresh_token: 'refresh-token-1' });
    const { record } = await harness.getNew(oidc());
    give(() => server.idToken().replace(/[^.]*$/, 'AAAA'), { refresh_token: 'refresh-token-2' });
    const error = await harness.failure(harness.refresh(oidc(), record.id));
    assert.equal(error.code, 'id_token_invalid');
    assert.deepEqual(await harness.store.get(record.id), record);
  });
});

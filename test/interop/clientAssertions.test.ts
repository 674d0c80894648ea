import assert from 'node:assert/strict';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { ClientKeyMaterial } from '../../src/core/ports';
import type { TokenEndpointAuthMethod } from '../../src/core/profiles/profile';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { serviceClient } from '../support/authorizationServer/clients';
import { clientCertificates, clientKey, passphrase, pkcs12 } from '../support/clientKeyFixtures';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ed = generateKeyPairSync('ed25519').privateKey;
const ec = createPrivateKey(clientKey);
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwk = (key: KeyObject, members: object = {}) =>
  JSON.stringify({ ...key.export({ format: 'jwk' }), ...members });
const publicJwk = (key: KeyObject, kid: string) => ({
  ...createPublicKey(key).export({ format: 'jwk' }),
  kid,
});

/** RFC 7515 §4.1.8. */
const thumbprint = (certificate: string) =>
  createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');

const sharedSecret = `p%2B s+:/=&${'x'.repeat(32)}`;
const secretJwtClient = { clientId: 'secret-jwt', clientSecret: sharedSecret };

/** A client that signs with any of the keys, by the algorithm that it is registered with. */
const signingClient = (client_id: string, algorithm: string) => ({
  ...serviceClient({ clientId: client_id, clientSecret: sharedSecret }),
  token_endpoint_auth_method: 'private_key_jwt' as const,
  token_endpoint_auth_signing_alg: algorithm as 'RS256',
  jwks: { keys: [publicJwk(rsa, 'rsa'), publicJwk(ec, 'ec'), publicJwk(ed, 'ed')] },
});

describe('client assertions with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startAuthorizationServer({
      moreClients: [
        { ...serviceClient(secretJwtClient), token_endpoint_auth_method: 'client_secret_jwt' },
        ...['RS256', 'PS256', 'ES256', 'EdDSA'].map((algorithm) =>
          signingClient(`signs-${algorithm}`, algorithm),
        ),
      ],
    });
    for (const key of [rsa, ec, ed]) registerSecret(pem(key).split('\n')[1]!);
    for (const secret of [sharedSecret, passphrase]) registerSecret(secret);
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profile = (clientId: string, method: TokenEndpointAuthMethod, members: object = {}) =>
    profileOf({
      issuer: server.issuer,
      clientId,
      grantType: 'client_credentials',
      tokenEndpointAuthMethod: method,
      scope: 'orders:read',
      ...members,
    });
  const tokenRequests = () => server.requests.filter(({ path }) => path === '/token');

  /** The assertion of each token request; the only thing in it that authenticates. */
  function assertions(): string[] {
    return tokenRequests().map(({ form, headers }) => {
      assert.equal(headers.authorization, undefined);
      assert.equal(form.has('client_secret'), false);
      assert.equal(
        form.get('client_assertion_type'),
        'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      );
      const assertion = form.get('client_assertion') ?? '';
      registerSecret(assertion);
      return assertion;
    });
  }

  /** RFC 7523 §3, with the one audience of M10. */
  function checkClaims(assertion: string, clientId: string): void {
    const { iss, sub, aud, exp = 0, iat = 0, jti = '' } = decodeJwt(assertion);
    assert.deepEqual({ iss, sub, aud }, { iss: clientId, sub: clientId, aud: server.issuer });
    assert.ok(exp > iat && exp - iat <= 300, 'lives some minutes at most');
    assert.ok(jti.length >= 20);
  }

  it('A2: client_secret_jwt: a new assertion for each request, for the issuer alone, and no secret', async () => {
    proves('oidcProvider', 'client_secret_jwt');
    harness = createHarness({ type: () => sharedSecret });
    const { record } = await harness.getNew(profile('secret-jwt', 'client_secret_jwt'));
    await harness.getNew(profile('secret-jwt', 'client_secret_jwt'));
    assert.equal((await server.lookUp(record.tokenSet.accessToken))?.clientId, 'secret-jwt');
    const [first = '', second = ''] = assertions();
    assert.equal(decodeProtectedHeader(first).alg, 'HS256');
    for (const assertion of [first, second]) checkClaims(assertion, 'secret-jwt');
    assert.notEqual(decodeJwt(first).jti, decodeJwt(second).jti);
    assert.equal(harness.asked.length, 1);
  });

  const locked = { key: pkcs12.aes, passphrase };
  const variants: readonly {
    readonly what: string;
    readonly algorithm: string;
    readonly clientKey: ClientKeyMaterial;
    readonly members?: object;
    readonly kid?: string;
    readonly certificate?: string;
  }[] = [
    { what: 'RSA, PEM', algorithm: 'RS256', clientKey: { key: pem(rsa) } },
    {
      what: 'RSA, PEM, by the profile’s algorithm and kid',
      algorithm: 'PS256',
      clientKey: { key: pem(rsa) },
      members: { tokenEndpointAuthSigningAlg: 'PS256', clientKeyId: 'rsa' },
      kid: 'rsa',
    },
    {
      what: 'RSA, JWK, by its own algorithm and kid',
      algorithm: 'PS256',
      clientKey: { key: jwk(rsa, { alg: 'PS256', kid: 'rsa' }) },
      kid: 'rsa',
    },
    { what: 'P-256, PEM', algorithm: 'ES256', clientKey: { key: clientKey } },
    { what: 'P-256, JWK', algorithm: 'ES256', clientKey: { key: jwk(ec, { kid: 'ec' }) }, kid: 'ec' },
    {
      what: 'P-256, PKCS#12, its certificate named',
      algorithm: 'ES256',
      clientKey: locked,
      certificate: clientCertificates.own,
    },
    { what: 'Ed25519, PEM', algorithm: 'EdDSA', clientKey: { key: pem(ed) } },
    { what: 'Ed25519, JWK', algorithm: 'EdDSA', clientKey: { key: jwk(ed, { kid: 'ed' }) }, kid: 'ed' },
  ];
  for (const { what, algorithm, clientKey: given, members, kid, certificate } of variants) {
    it(`A2: private_key_jwt, ${what}: signed with ${algorithm}, for the issuer alone`, async () => {
      proves('oidcProvider', 'private_key_jwt');
      harness = createHarness({ clientKey: given });
      const clientId = `signs-${algorithm}`;
      const signing = profile(clientId, 'private_key_jwt', members);
      const { record } = await harness.getNew(signing);
      await harness.getNew(signing);
      assert.equal((await server.lookUp(record.tokenSet.accessToken))?.clientId, clientId);
      const [first = '', second = ''] = assertions();
      assert.deepEqual(decodeProtectedHeader(first), {
        alg: algorithm,
        ...(kid !== undefined && { kid }),
        ...(certificate !== undefined && { 'x5t#S256': thumbprint(certificate) }),
      });
      for (const assertion of [first, second]) checkClaims(assertion, clientId);
      assert.notEqual(decodeJwt(first).jti, decodeJwt(second).jti);
      assert.equal(harness.asked.length, 1, 'asked for once');
    });
  }

  it('A2: a passphrase is asked for, and kept with the key', async () => {
    harness = createHarness({ clientKey: { file: 'app.p12', key: pkcs12.legacy }, type: () => passphrase });
    const signing = profile('signs-ES256', 'private_key_jwt');
    await harness.getNew(signing);
    await harness.getNew(signing);
    assert.deepEqual(harness.asked, ['Private key for “test”', 'Passphrase for the key of “test”']);
    const kept = [...harness.secrets.values].filter(([name]) => name.startsWith('valetKey.clientKey.'));
    assert.deepEqual(JSON.parse(kept[0]?.[1] ?? ''), { file: 'app.p12', key: pkcs12.legacy, passphrase });
  });

  it('A2: a key that the server does not know is refused, with its words; the next try asks again', async () => {
    const foreign = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
    registerSecret(foreign.split('\n')[1]!);
    harness = createHarness({ clientKey: { key: foreign } });
    const signing = profile('signs-RS256', 'private_key_jwt');
    const error = await harness.failure(harness.getNew(signing));
    assert.equal(error.code, 'token_request_refused');
    assert.equal(error.server?.error, 'invalid_client');
    assert.equal(harness.secrets.values.size, 0);
    await harness.failure(harness.getNew(signing));
    assert.equal(harness.asked.length, 2);
  });

  it('A2: an algorithm that the key does not fit is refused before anything is sent', async () => {
    harness = createHarness({ clientKey: { key: clientKey } });
    const signing = profile('signs-RS256', 'private_key_jwt', { tokenEndpointAuthSigningAlg: 'RS256' });
    const error = await harness.failure(harness.getNew(signing));
    assert.equal(error.code, 'client_key_invalid');
    assert.match(error.message, /does not fit RS256/);
    assert.equal(tokenRequests().length, 0);
  });

  it('A2: an RSA key that is too short is refused before anything is sent', async () => {
    const short = pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey);
    harness = createHarness({ clientKey: { key: short } });
    const error = await harness.failure(harness.getNew(profile('signs-RS256', 'private_key_jwt')));
    assert.match(error.message, /has 1024 bits/);
    assert.equal(tokenRequests().length, 0);
  });
});

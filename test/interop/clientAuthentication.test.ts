import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { compactVerify, decodeJwt, decodeProtectedHeader } from 'jose';
import type { TokenEndpointAuthMethod } from '../../src/core/profiles/profile';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ed = generateKeyPairSync('ed25519').privateKey;
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('client authentication with a server that writes down what it sees', () => {
  let servers: ScriptedServer[];
  let harness: Harness;

  beforeEach(() => {
    servers = [];
    registerSecret(pem(rsa).split('\n')[1]!);
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    harness.scanLog();
    forgetSecrets();
  });

  async function start(metadata: Readonly<Record<string, unknown>> = {}): Promise<ScriptedServer> {
    const server = await startScriptedServer(metadata);
    servers.push(server);
    return server;
  }
  const clientCredentials = { clientId: 'app', grantType: 'client_credentials' };
  const signs = { ...clientCredentials, tokenEndpointAuthMethod: 'private_key_jwt' };
  const assertionOf = (server: ScriptedServer) =>
    new URLSearchParams(server.tokenRequests().at(-1)?.body).get('client_assertion') ?? '';

  it('M10: one key at two servers: each assertion is for its own server alone; the log warns, once', async () => {
    const [first, second] = [await start(), await start()];
    harness = createHarness({ clientKey: { key: pem(rsa) } });
    for (const server of [first, second, first, second]) {
      await harness.getNew(profileOf({ ...signs, issuer: server.issuer }, `at ${server.port}`));
      assert.equal(decodeJwt(assertionOf(server)).aud, server.issuer);
    }
    const warnings = harness.logger.lines.filter((line) => line.includes('its private key signs for'));
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0] ?? '',
      new RegExp(`at ${second.port}.*${second.issuer} and for ${first.issuer}`),
    );
  });

  it('M10: without an issuer the audience is the token endpoint, and the log says so', async () => {
    const server = await start();
    harness = createHarness({ clientKey: { key: pem(rsa) } });
    await harness.getNew(profileOf({ ...signs, tokenEndpoint: `${server.issuer}/token` }));
    assert.equal(decodeJwt(assertionOf(server)).aud, `${server.issuer}/token`);
    assert.match(harness.logger.lines.join('\n'), /names the token endpoint as its audience/);
  });

  for (const { supported, expected } of [
    { supported: ['PS512', 'PS256'], expected: 'PS256' },
    { supported: ['ES256', 'RS512'], expected: 'RS512' },
    { supported: undefined, expected: 'RS256' },
    { supported: 'RS512', expected: 'RS256' },
  ]) {
    it(`A2: an RSA key signs with ${expected} where the server takes ${String(supported)}`, async () => {
      const server = await start({ token_endpoint_auth_signing_alg_values_supported: supported });
      harness = createHarness({ clientKey: { key: pem(rsa) } });
      await harness.getNew(profileOf({ ...signs, issuer: server.issuer }));
      const { protectedHeader } = await compactVerify(assertionOf(server), createPublicKey(rsa));
      assert.equal(protectedHeader.alg, expected);
    });
  }

  it('A2: a key that fits nothing of what the server says it takes is tried all the same, with a warning', async () => {
    const server = await start({ token_endpoint_auth_signing_alg_values_supported: ['ES256'] });
    harness = createHarness({ clientKey: { key: pem(rsa) } });
    await harness.getNew(profileOf({ ...signs, issuer: server.issuer }));
    assert.equal(decodeProtectedHeader(assertionOf(server)).alg, 'RS256');
    assert.match(harness.logger.lines.join('\n'), /RS256 is not among the algorithms/);
  });

  for (const { supported, expected } of [
    { supported: ['Ed25519'], expected: 'Ed25519' },
    { supported: ['EdDSA', 'Ed25519'], expected: 'EdDSA' },
  ]) {
    it(`A2: an Ed25519 key signs as ${expected} where the server takes ${String(supported)}`, async () => {
      const server = await start({ token_endpoint_auth_signing_alg_values_supported: supported });
      harness = createHarness({ clientKey: { key: pem(ed) } });
      await harness.getNew(profileOf({ ...signs, issuer: server.issuer }));
      assert.equal(decodeProtectedHeader(assertionOf(server)).alg, expected);
    });
  }

  it('A2: a secret that is short for HS256 is used, with a warning', async () => {
    const server = await start();
    harness = createHarness({ type: () => 'short secret' });
    const method = { tokenEndpointAuthMethod: 'client_secret_jwt', issuer: server.issuer };
    await harness.getNew(profileOf({ ...clientCredentials, ...method }));
    await compactVerify(assertionOf(server), Buffer.from('short secret'));
    assert.match(harness.logger.lines.join('\n'), /shorter than the 32 bytes/);
  });

  const clientId = 'a p:p%2F+/=é';
  const secret = `s%e+c/r=e:t é &${'x'.repeat(20)}`;
  const formDecoded = (text: string) => new URLSearchParams(`v=${text}`).get('v');
  const basicOf = (header: string) => Buffer.from(header.replace(/^Basic /, ''), 'base64').toString();

  for (const [method, check] of Object.entries({
    none: ({ form, authorization }) => {
      assert.equal(authorization, undefined);
      assert.equal(form.get('client_id'), clientId);
    },
    client_secret_basic: ({ form, authorization = '' }) => {
      const [id = '', ...rest] = basicOf(authorization).split(':');
      assert.deepEqual([formDecoded(id), formDecoded(rest.join(':'))], [clientId, secret]);
      assert.equal(form.has('client_id'), false);
    },
    client_secret_basic_raw: ({ authorization = '' }) => {
      assert.equal(basicOf(authorization), `${clientId}:${secret}`);
    },
    client_secret_post: ({ form }) => {
      assert.deepEqual([form.get('client_id'), form.get('client_secret')], [clientId, secret]);
    },
    client_secret_jwt: async ({ form }) => {
      const { payload } = await compactVerify(form.get('client_assertion') ?? '', Buffer.from(secret));
      const { sub } = JSON.parse(new TextDecoder().decode(payload)) as { sub: string };
      assert.deepEqual([form.get('client_id'), sub], [clientId, clientId]);
    },
    private_key_jwt: async ({ form }) => {
      const { payload } = await compactVerify(form.get('client_assertion') ?? '', createPublicKey(rsa));
      const { iss } = JSON.parse(new TextDecoder().decode(payload)) as { iss: string };
      assert.deepEqual([form.get('client_id'), iss], [clientId, clientId]);
    },
  } satisfies Partial<Record<TokenEndpointAuthMethod, Check>>) as [TokenEndpointAuthMethod, Check][]) {
    it(`I3: ${method}: an id and a secret full of what needs encoding arrive whole, by this method alone`, async () => {
      registerSecret(secret);
      const server = await start();
      harness = createHarness({ type: () => secret, clientKey: { key: pem(rsa) } });
      const grant =
        method === 'none' ? { grantType: 'authorization_code' } : { grantType: 'client_credentials' };
      await harness.getNew(
        profileOf({ ...grant, clientId, issuer: server.issuer, tokenEndpointAuthMethod: method }),
      );
      const { body, headers } = server.tokenRequests()[0]!;
      const form = new URLSearchParams(body);
      const { authorization } = headers;
      const used = [authorization, form.get('client_secret'), form.get('client_assertion')].filter(Boolean);
      assert.equal(used.length, method === 'none' ? 0 : 1);
      for (const name of new Set(form.keys())) assert.equal(form.getAll(name).length, 1, `${name} once`);
      await check({ form, authorization });
    });
  }
});

type Check = (seen: {
  readonly form: URLSearchParams;
  readonly authorization: string | undefined;
}) => void | Promise<void>;

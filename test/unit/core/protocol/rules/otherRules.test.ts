import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../../../../src/core/errors';
import type { Transport } from '../../../../../src/core/ports';
import { AuthorizationServers } from '../../../../../src/core/protocol/authorizationServers';
import { discoveryRules } from '../../../../../src/core/protocol/rules/discoveryRules';
import {
  deviceAuthorizationRules,
  pushedAuthorizationRules,
  revocationRules,
} from '../../../../../src/core/protocol/rules/otherEndpointRules';
import { repair } from '../../../../../src/core/protocol/rules/repair';
import { adapt, requestRules } from '../../../../../src/core/protocol/rules/requestRules';
import type { ResponseRule } from '../../../../../src/core/protocol/rules/rule';
import { FakeClock } from '../../../../support/fakes/clock';
import { createRecordingLogger } from '../../../../support/fakes/logger';
import { profileOf } from '../../../../support/harness';

const server = { issuer: 'https://login.example.com' };
const client = { client_id: 'app' };

async function repaired(rules: readonly ResponseRule[], response: Response, strict = false) {
  const logger = createRecordingLogger();
  const options = {
    profile: { strict },
    endpoint: 'https://login.example.com/x',
    clock: new FakeClock(),
    logger,
  };
  return { response: await repair(response, rules, options), lines: logger.lines.join('\n') };
}

function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

describe('rules for other endpoints', () => {
  const device = { device_code: 'dc', user_code: 'UC', expires_in: 900 };

  it('M5: the verification_url of Google is taken for verification_uri', async () => {
    const body = { ...device, verification_url: 'https://www.google.com/device', interval: 5 };
    const { response, lines } = await repaired(deviceAuthorizationRules, json(body));
    const read = await oauth.processDeviceAuthorizationResponse(server, client, response);
    assert.equal(read.verification_uri, 'https://www.google.com/device');
    assert.match(lines, /rule verification-url/);
    const strict = (await repaired(deviceAuthorizationRules, json(body), true)).response;
    await assert.rejects(oauth.processDeviceAuthorizationResponse(server, client, strict));
  });

  for (const [interval, seconds] of [
    ['5', 5],
    ['soon', undefined],
    [0, undefined],
    [null, undefined],
    [7, 7],
  ] as const) {
    it(`the interval ${JSON.stringify(interval)} of a device authorization is ${seconds ?? 'the default'}`, async () => {
      const body = { ...device, verification_uri: 'https://login.example.com/device', interval };
      const { response } = await repaired(deviceAuthorizationRules, json(body));
      assert.equal(
        (await oauth.processDeviceAuthorizationResponse(server, client, response)).interval,
        seconds,
      );
    });
  }

  it('M8: a pushed authorization answered with 200 is taken for 201', async () => {
    const body = { request_uri: 'urn:x', expires_in: 60 };
    const { response, lines } = await repaired(pushedAuthorizationRules, json(body));
    assert.equal(
      (await oauth.processPushedAuthorizationResponse(server, client, response)).request_uri,
      'urn:x',
    );
    assert.match(lines, /rule status-200-for-201/);
    const strict = (await repaired(pushedAuthorizationRules, json(body), true)).response;
    await assert.rejects(oauth.processPushedAuthorizationResponse(server, client, strict));
  });

  it('M6: a revocation answered with 204 counts as one', async () => {
    const { response } = await repaired(revocationRules, new Response(null, { status: 204 }));
    await oauth.processRevocationResponse(response);
    const strict = (await repaired(revocationRules, new Response(null, { status: 204 }), true)).response;
    await assert.rejects(oauth.processRevocationResponse(strict));
  });

  it('M6: an error of the revocation endpoint stays one, whatever its status', async () => {
    const { response } = await repaired(revocationRules, json({ error: 'unsupported_token_type' }));
    await assert.rejects(oauth.processRevocationResponse(response), oauth.ResponseBodyError);
  });

  it('an answer that conforms stays as it came', async () => {
    for (const [rules, conforming] of [
      [deviceAuthorizationRules, json({ ...device, verification_uri: 'https://x.example', interval: 5 })],
      [pushedAuthorizationRules, json({ request_uri: 'urn:x', expires_in: 60 }, 201)],
      [revocationRules, new Response('<html>', { status: 200 })],
    ] as const) {
      assert.equal((await repaired(rules, conforming)).response, conforming);
    }
  });
});

describe('rules for requests', () => {
  const request = () => ({
    parameters: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'app', code: 'c' }),
    encoding: 'form' as 'form' | 'json',
  });
  const sent = (endpoint: string, strict = false) => {
    const logger = createRecordingLogger();
    return { ...adapt(request(), endpoint, { strict }, logger), lines: logger.lines };
  };

  it('TikTok gets the client ID as client_key', () => {
    const { parameters, encoding, lines } = sent('https://open.tiktokapis.com/v2/oauth/token/');
    assert.equal(parameters.toString(), 'grant_type=authorization_code&code=c&client_key=app');
    assert.equal(encoding, 'form');
    assert.match(lines.join('\n'), /rule client-key/);
  });

  it('Notion gets JSON', () => {
    assert.equal(sent('https://api.notion.com/v1/oauth/token').encoding, 'json');
  });

  for (const endpoint of [
    'https://login.example.com/token',
    'https://open.tiktokapis.com.evil.example/token',
    'https://evil.example/open.tiktokapis.com',
    'https://api.notion.com.evil.example/token',
  ]) {
    it(`a request to ${endpoint} stays as it is`, () => {
      const { parameters, encoding, lines } = sent(endpoint);
      assert.equal(parameters.toString(), request().parameters.toString());
      assert.equal(encoding, 'form');
      assert.deepEqual(lines, []);
    });
  }

  it('a strict profile has none of them', () => {
    for (const host of requestRules.flatMap(({ hosts }) => hosts)) {
      const { parameters, encoding } = sent(`https://${host}/token`, true);
      assert.equal(parameters.toString(), request().parameters.toString());
      assert.equal(encoding, 'form');
    }
  });
});

describe('rules for discovery', () => {
  const tenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
  const entra = 'https://login.microsoftonline.com';
  const accepted = (issuer: string, stated: string) =>
    discoveryRules.find(({ accepts }) => accepts(new URL(issuer), stated))?.name;

  for (const [issuer, stated, rule] of [
    [`${entra}/common/v2.0`, `${entra}/{tenantid}/v2.0`, 'entra-tenant'],
    [`${entra}/organizations/v2.0`, `${entra}/{tenantid}/v2.0`, 'entra-tenant'],
    [`${entra}/consumers/v2.0`, `${entra}/${tenant}/v2.0`, 'entra-tenant'],
    [`${entra}/contoso.onmicrosoft.com/v2.0`, `${entra}/${tenant}/v2.0`, 'entra-tenant'],
    ['https://login.microsoftonline.com.evil.tld/common/v2.0', `${entra}/{tenantid}/v2.0`, undefined],
    ['http://login.microsoftonline.com/common/v2.0', `${entra}/{tenantid}/v2.0`, undefined],
    [`${entra}:8443/common/v2.0`, `${entra}/{tenantid}/v2.0`, undefined],
    [`${entra}/common/v2.0`, 'https://evil.tld/{tenantid}/v2.0', undefined],
    [`${entra}/common/v2.0`, `${entra}/evil/x/v2.0`, undefined],
    [
      'https://a.b2clogin.com/a.onmicrosoft.com/B2C_1_x/v2.0',
      `https://a.b2clogin.com/${tenant}/v2.0/`,
      'b2c-policy',
    ],
    ['https://a.b2clogin.com/x/v2.0', 'https://b.b2clogin.com/x/v2.0', undefined],
    ['https://a.b2clogin.com/x/v2.0', 'https://evil.tld/x/v2.0', undefined],
    ['https://b2clogin.com.evil.tld/x/v2.0', 'https://b2clogin.com.evil.tld/y/v2.0', undefined],
    ['https://evilb2clogin.com/x/v2.0', 'https://evilb2clogin.com/y/v2.0', undefined],
    ['https://login.example.com', 'https://other.example.com', undefined],
  ] as const) {
    it(`C4: metadata of ${issuer} that name ${stated} are ${rule === undefined ? 'refused' : 'accepted'}`, () => {
      assert.equal(accepted(issuer, stated), rule);
    });
  }

  const issuer = `${entra}/common/v2.0`;
  const find = async (strict: boolean) => {
    const logger = createRecordingLogger();
    const transport: Transport = {
      fetch: () =>
        Promise.resolve(
          json({ issuer: `${entra}/{tenantid}/v2.0`, token_endpoint: `${entra}/common/oauth2/v2.0/token` }),
        ),
    };
    const servers = new AuthorizationServers(transport, new FakeClock(), logger);
    const profile = profileOf({
      issuer,
      clientId: 'app',
      grantType: 'client_credentials',
      ...(strict && { strict }),
    });
    const { metadata } = await servers.find(profile, new AbortController().signal, {
      needed: ['token_endpoint'],
    });
    return { metadata, lines: logger.lines.join('\n') };
  };

  it('C4: a profile for every tenant finds its endpoints, and the log names the rule', async () => {
    const { metadata, lines } = await find(false);
    assert.equal(metadata.token_endpoint, `${entra}/common/oauth2/v2.0/token`);
    assert.match(lines, /rule entra-tenant/);
  });

  it('C4: with strict the metadata of another issuer are refused', async () => {
    await assert.rejects(
      find(true),
      (error) => error instanceof ValetKeyError && error.code === 'discovery_failed',
    );
  });
});

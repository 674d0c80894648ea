import assert from 'node:assert/strict';
import * as oauth from 'oauth4webapi';
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

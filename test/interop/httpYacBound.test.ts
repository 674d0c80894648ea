import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { EmbeddedJWK, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { json, redirect, type Answer, type ReceivedRequest } from '../support/faultServer';
import { issued, useHttpYac } from '../support/httpYac/useHttpYac';
import { registerSecret } from '../support/secrets';

describe('httpYac, with a token that is bound to a key', () => {
  const test = useHttpYac();

  beforeEach(async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const dpopKey = await exportJWK(privateKey);
    registerSecret(dpopKey.d ?? '');
    test.give = ({ name }) => Promise.resolve(issued(name, { tokenType: 'DPoP', dpopKey }));
  });

  /** What a resource server reads of a proof (RFC 9449 §4.3). */
  async function proofOf({ headers }: ReceivedRequest) {
    const { payload } = await jwtVerify(String(headers.dpop), EmbeddedJWK, { typ: 'dpop+jwt' });
    return payload;
  }

  it('P5: each request has a proof for its method and address, whichever scheme the file writes', async () => {
    const lines = [
      'Bearer {{$auth.token("okta-dev")}}',
      'DPoP {{$auth.token("okta-dev")}}',
      'valetkey okta-dev',
    ];
    const requests = lines.map((line) => `PATCH ${test.api.url}/orders?page=1\nAuthorization: ${line}`);
    await test.send(requests.join('\n\n###\n'));
    assert.equal(test.api.requests.length, 3);
    const seen = new Set<unknown>();
    for (const [index, request] of test.api.requests.entries()) {
      const token = test.tokens()[index] ?? '';
      assert.equal(request.headers.authorization, `DPoP ${token}`);
      const { htm, htu, ath, jti } = await proofOf(request);
      assert.equal(htm, 'PATCH');
      assert.equal(htu, `${test.api.url}/orders`);
      assert.equal(ath, createHash('sha256').update(token).digest('base64url'));
      seen.add(jti);
    }
    assert.equal(seen.size, 3);
  });

  it('P5: a redirect on the same origin gets a proof of its own, another origin none', async () => {
    test.api.on('/start', redirect('/on'));
    test.api.on('/on', redirect(`${test.foreign.url}/orders`));
    await test.send(`POST ${test.api.url}/start\nAuthorization: valetkey okta-dev\n\nx`);
    const [, followed] = test.api.requests;
    assert.ok(followed);
    const { htm, htu } = await proofOf(followed);
    assert.deepEqual([htm, htu], [followed.method, `${test.api.url}/on`]);
    assert.equal(test.foreign.requests[0]?.headers.dpop, undefined);
    assert.equal(test.foreign.requests[0]?.headers.authorization, undefined);
  });

  it('P5: a server that wants a nonce is asked again with it, once, and at once the next time', async () => {
    const refusal = { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'nonce-1' };
    const answer = ({ headers }: ReceivedRequest): Answer => {
      const [, claims = ''] = String(headers.dpop).split('.');
      const { nonce } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { nonce?: string };
      return nonce === 'nonce-1' ? json({ orders: [] }) : { status: 401, headers: refusal };
    };
    test.api.on('/orders', answer);
    const text = `GET ${test.api.url}/orders\nAuthorization: valetkey okta-dev`;
    assert.deepEqual((await test.send(text)).statuses, [200]);
    assert.equal(test.api.requests.length, 2);
    assert.equal(test.given.length, 1);
    assert.deepEqual((await test.send(text)).statuses, [200]);
    assert.equal(test.api.requests.length, 3);
    test.api.on('/orders', { status: 401, headers: { ...refusal, 'dpop-nonce': 'nonce-2' } });
    assert.deepEqual((await test.send(text)).statuses, [401]);
    assert.equal(test.api.requests.length, 5);
  });
});

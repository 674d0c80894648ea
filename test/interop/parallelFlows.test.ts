import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { json } from '../support/faultServer';
import { createHarness, profileOf } from '../support/harness';
import { freePort } from '../support/httpServers';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets } from '../support/secrets';

describe('sign-ins beside each other', () => {
  let server: ScriptedServer;

  beforeEach(async () => (server = await startScriptedServer()));

  afterEach(async () => {
    await server.stop();
    forgetSecrets();
  });

  /** Where the start address of a flow leads: to the server's authorization endpoint. */
  async function authorizationRequest(start: string): Promise<{ href: string; query: URLSearchParams }> {
    const { headers } = await fetch(start, { redirect: 'manual' });
    const href = headers.get('location') ?? '';
    return { href, query: new URL(href).searchParams };
  }

  it('J11: each sends its own verifier, however they overlap', async () => {
    const asked: URLSearchParams[] = [];
    let arrived = (): void => undefined;
    const allArrived = new Promise<void>((resolve) => (arrived = resolve));
    const names = ['one', 'two', 'three', 'four'];
    const harness = createHarness({
      browse: async (start) => {
        const { href, query } = await authorizationRequest(start);
        if (asked.push(query) === names.length) arrived();
        await allArrived;
        await fetch(href);
      },
    });
    await Promise.all(
      names.map((name) => harness.getNew(profileOf({ issuer: server.issuer, clientId: name }, name))),
    );
    const sent = server.tokenRequests().map(({ body }) => new URLSearchParams(body));
    assert.equal(sent.length, names.length);
    for (const form of sent) {
      const own = asked.find((query) => query.get('client_id') === form.get('client_id'));
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      assert.equal(own?.get('code_challenge'), challenge);
      assert.equal(own.get('redirect_uri'), form.get('redirect_uri'));
    }
    harness.scanLog();
  });

  it('J13: a window that is reloaded leaves no port, and what comes late changes nothing in the new one', async () => {
    const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
    const profile = profileOf({ issuer: server.issuer, clientId: 'app', redirectUri });
    let late = '';
    const former = createHarness({
      browse: async (start) => {
        const { query } = await authorizationRequest(start);
        late = `${redirectUri}?code=late-code&state=${query.get('state') ?? ''}`;
        former.service.dispose();
      },
    });
    assert.equal((await former.failure(former.getNew(profile))).code, 'cancelled');
    await assert.rejects(fetch(late), 'nobody listens');

    server.onToken(json(server.tokenResponse()));
    const reloaded = createHarness({
      browse: async (start) => {
        const { href } = await authorizationRequest(start);
        assert.ok((await fetch(late)).status >= 400);
        await fetch(href);
      },
    });
    assert.equal((await reloaded.getNew(profile)).saved, true);
    const [exchange, ...more] = server.tokenRequests();
    assert.equal(new URLSearchParams(exchange?.body).get('code'), server.code);
    assert.deepEqual(more, []);
    assert.equal(former.secrets.values.size, 0);
    reloaded.scanLog();
  });
});

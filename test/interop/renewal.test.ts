import assert from 'node:assert/strict';
import { eventually } from '../support/eventually';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

describe('what a renewal sends, and when it ends', () => {
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    registerSecret('old-refresh-token');
    server = await startScriptedServer();
    harness = createHarness();
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profile = (members: Readonly<Record<string, unknown>> = {}) =>
    profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read write', ...members });
  const lastForm = () => new URLSearchParams(server.tokenRequests().at(-1)?.body);

  /** A token with a refresh token, of a server that granted this scope. */
  async function signedIn(scope?: string): Promise<string> {
    server.onToken(json(server.tokenResponse({ refresh_token: 'old-refresh-token', scope })));
    const { record } = await harness.getNew(profile());
    server.onToken(json(server.tokenResponse({ access_token: 'a-new-access-token' })));
    return record.id;
  }

  for (const [what, granted, wanted, sent] of [
    ['the same', 'read write', 'read write', null],
    ['the same, and the server did not say what it granted', undefined, 'read write', null],
    ['the same in another order', 'read write', 'write read', null],
    ['narrower', 'read write', 'read', 'read'],
    ['narrower than what was granted beyond it', 'read write more', 'read', 'read'],
    ['wider', 'read write', 'read write admin', null],
    ['another', 'read write', 'admin', null],
    ['narrower, but the server granted another', 'write', 'read', null],
    ['what was granted, which was less than asked for', 'read', 'read', 'read'],
  ] as const) {
    it(`B19, R48: with a scope that is ${what}, ${sent === null ? 'no scope' : `“${sent}”`} is sent`, async () => {
      const id = await signedIn(granted);
      const { tokenSet } = (await harness.refresh(profile({ scope: wanted }), id)).record;
      assert.equal(lastForm().get('scope'), sent);
      assert.equal(
        tokenSet.scope,
        sent ?? granted ?? 'read write',
        'RFC 6749 §6: as before, when nothing is said',
      );
      assert.equal(tokenSet.requestedScope, sent ?? 'read write');
    });
  }

  it('B19: a narrower scope goes over the wire with the profile’s separator', async () => {
    server.onToken(json(server.tokenResponse({ refresh_token: 'old-refresh-token', scope: 'a b c' })));
    const { record } = await harness.getNew(profile({ scope: 'a b c' }));
    await harness.refresh(profile({ scope: 'a b', scopeSeparator: ',' }), record.id);
    assert.equal(lastForm().get('scope'), 'a,b');
  });

  it('B21: the same access token again is stored with its new expiry, by one request', async () => {
    const id = await signedIn();
    const { tokenSet } = (await harness.store.get(id))!;
    server.onToken(json(server.tokenResponse({ expires_in: 7200 })));
    const renewed = (await harness.refresh(profile(), id)).record.tokenSet;
    assert.equal(renewed.accessToken, tokenSet.accessToken);
    assert.ok((renewed.expiresAt ?? 0) > (tokenSet.expiresAt ?? 0) + 3_000_000);
    assert.equal(server.tokenRequests().length, 2);
  });

  it('P9: a refresh goes to refreshEndpoint, with its own parameters and headers and not those of the token request', async () => {
    const figma = profile({
      refreshEndpoint: `${server.issuer}/refresh`,
      tokenRequest: { parameters: { first_only: 'x' }, headers: { 'x-first': '1' } },
      refreshRequest: { parameters: { refresh_only: 'y' }, headers: { 'x-refresh': '2' } },
    });
    server.onToken(json(server.tokenResponse({ refresh_token: 'old-refresh-token' })));
    server.on('/refresh', json(server.tokenResponse({ access_token: 'a-new-access-token' })));
    const { id } = (await harness.getNew(figma)).record;
    assert.equal(lastForm().get('first_only'), 'x');
    const { record } = await harness.refresh(figma, id);
    assert.equal(record.tokenSet.accessToken, 'a-new-access-token');
    const [sent] = server.requests.filter(({ url }) => url === '/refresh');
    const form = new URLSearchParams(sent?.body);
    assert.deepEqual(
      [form.get('refresh_token'), form.get('refresh_only'), form.get('first_only')],
      ['old-refresh-token', 'y', null],
    );
    assert.deepEqual([sent?.headers['x-refresh'], sent?.headers['x-first']], ['2', undefined]);
  });
});

describe('a renewal that asks for a missing client secret', () => {
  it('is given up with its password box when nobody waits any more, and asks anew for the next one', async () => {
    registerSecret('the-client-secret');
    const server = await startScriptedServer();
    let answer: ((secret: string | undefined) => void) | undefined;
    const closed: string[] = [];
    const harness = createHarness({
      type: (title, signal) =>
        new Promise((resolve) => {
          answer = resolve;
          signal.addEventListener('abort', () => {
            closed.push(title);
            resolve(undefined);
          });
        }),
    });
    const service = profileOf({ issuer: server.issuer, clientId: 'app', grantType: 'client_credentials' });
    const first = harness.getNew(service);
    await eventually('the password box', () => answer);
    answer?.('the-client-secret');
    const { record } = await first;
    const [kept] = [...harness.secrets.values.keys()].filter((key) => key.includes('clientSecret'));
    harness.secrets.values.delete(kept ?? '');

    const [one, other] = [new AbortController(), new AbortController()];
    answer = undefined;
    const renewals = [one, other].map(({ signal }) =>
      harness.failure(harness.refresh(service, record.id, signal)),
    );
    await eventually('the password box', () => answer);
    one.abort();
    assert.equal((await renewals[0])?.code, 'cancelled');
    assert.deepEqual(closed, [], 'somebody else still waits');
    other.abort();
    assert.equal((await renewals[1])?.code, 'cancelled');
    assert.deepEqual(closed, ['Client secret for “test”']);

    answer = undefined;
    const third = harness.refresh(service, record.id);
    await eventually('the password box', () => answer);
    (answer as unknown as (secret: string) => void)('the-client-secret');
    assert.equal((await third).record.id, record.id);
    assert.equal(server.tokenRequests().length, 2);
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });
});

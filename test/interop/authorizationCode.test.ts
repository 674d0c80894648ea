import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Profile } from '../../src/core/profiles/profile';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { forgetSecrets, registerSecret, scanForSecrets } from '../support/secrets';
import { proves } from '../support/serverTable';
import { UserAgent } from '../support/userAgent';

const SCOPE = 'openid profile email offline_access orders:read';

describe('authorization code with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;
  let profile: Profile;

  beforeEach(async () => {
    server = await startAuthorizationServer();
    harness = createHarness();
    profile = profileOf(
      { issuer: server.issuer, clientId: server.clients.demoApp.clientId, scope: SCOPE },
      'demo',
    );
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const exchanges = () => server.requests.filter(({ path }) => path === '/token');
  const authorizations = () => server.requests.filter(({ path }) => path === '/auth');

  it('gets a token that the server knows, and stores it before the page says success', async () => {
    proves('oidcProvider', 'authorization_code', 'none', 'discovery', 'iss', 'idToken');
    const { record, saved } = await harness.getNew(profile);
    registerSecret(record.tokenSet.accessToken);
    const known = await server.lookUp(record.tokenSet.accessToken);
    assert.equal(known?.clientId, 'demo-app');
    assert.equal(saved, true);
    assert.equal(record.account?.label, record.label);
    assert.ok(record.tokenSet.refreshToken);
    const page = await harness.lastPage();
    assert.equal(page.status, 200);
    assert.match(page.text, /close this tab/i);
    assert.equal(page.url.search, '', 'the address that stays in the browser holds no code');
    assert.deepEqual(await harness.store.get(record.id), record);
  });

  it('A1: state, S256 challenge of a 43-character verifier, the exact redirect URI; nothing shared by two flows', async () => {
    proves('oidcProvider', 'pkceS256');
    await harness.getNew(profile);
    await harness.getNew(profile);
    const [first, second] = [0, 1].map((index) => ({
      asked: authorizations().filter(({ query }) => query.has('code_challenge'))[index]!.query,
      sent: exchanges()[index]!.form,
    }));
    for (const { asked, sent } of [first!, second!]) {
      const verifier = sent.get('code_verifier') ?? '';
      assert.equal(verifier.length, 43);
      assert.equal(asked.get('code_challenge_method'), 'S256');
      assert.equal(asked.get('code_challenge'), createHash('sha256').update(verifier).digest('base64url'));
      assert.match(asked.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/cb\/[\w-]{8}$/);
      assert.equal(sent.get('redirect_uri'), asked.get('redirect_uri'));
      assert.match(asked.get('state') ?? '', /^[\w-]{43}$/);
      assert.match(asked.get('nonce') ?? '', /^[\w-]{43}$/);
      assert.equal(asked.has('code_verifier'), false);
      assert.ok(!harness.logger.lines.join('\n').includes(verifier));
    }
    for (const name of ['state', 'nonce', 'code_challenge']) {
      assert.notEqual(first!.asked.get(name), second!.asked.get(name), name);
    }
  });

  it('L2: the browser asks for exactly the authorization URL that was built', async () => {
    const urls: string[] = [];
    const looking = createHarness({
      browse: async (start) => {
        const response = await fetch(start, { redirect: 'manual' });
        urls.push(response.headers.get('location') ?? '');
        await new UserAgent().visit(urls[0]!);
      },
    });
    const spaced = profileOf({ issuer: server.issuer, clientId: 'demo-app', scope: 'openid orders:read' });
    await looking.getNew(spaced);
    const asked = authorizations()[0]!.query;
    assert.equal(
      urls[0],
      `${server.issuer}/auth?` +
        [
          'response_type',
          'client_id',
          'redirect_uri',
          'scope',
          'state',
          'nonce',
          'code_challenge',
          'code_challenge_method',
        ]
          .map((name) => `${name}=${encodeURIComponent(asked.get(name) ?? '')}`)
          .join('&'),
    );
    assert.match(urls[0], /scope=openid%20orders%3Aread&/);
  });

  it('A11: a denial ends the flow in the server’s words, in the editor and on the page; stored tokens stay', async () => {
    const { record } = await harness.getNew(profile);
    const denying = createHarness({
      secrets: harness.secrets,
      browse: (url) => new UserAgent().visit(url, { deny: true }),
    });
    const error = await denying.failure(denying.getNew(profile));
    assert.equal(error.code, 'authorization_refused');
    assert.equal(error.server?.error, 'access_denied');
    const page = await denying.lastPage();
    assert.match(page.text, /access_denied/);
    assert.deepEqual(await denying.store.get(record.id), record);
  });

  it('a wrong client id is said at once or waits for the person; cancelling leaves nothing behind', async () => {
    const cancelling = new AbortController();
    const wrong = profileOf({ issuer: server.issuer, clientId: 'unknown-app', scope: 'openid' });
    const request = createHarness({
      browse: async (url) => {
        const page = await new UserAgent().visit(url);
        assert.match(page.text, /invalid_client/);
        cancelling.abort();
      },
    });
    const error = await request.failure(request.getNew(wrong, cancelling.signal));
    assert.equal(error.code, 'cancelled');
    assert.deepEqual((await request.store.list()).tokens, []);
    assert.equal(request.service.isRunning(wrong), false);
  });

  for (const [client, method] of [
    ['webApp', 'client_secret_post'],
    ['webAppBasic', 'client_secret_basic'],
  ] as const) {
    it(`I3: ${method} is accepted, asked for once, and sent in one place only`, async () => {
      proves('oidcProvider', method);
      const { clientId, clientSecret } = server.clients[client];
      registerSecret(clientSecret);
      const typing = createHarness({ type: () => clientSecret });
      const confidential = profileOf({
        issuer: server.issuer,
        clientId,
        tokenEndpointAuthMethod: method,
        scope: SCOPE,
      });
      await typing.getNew(confidential);
      await typing.getNew(confidential);
      assert.equal(typing.asked.length, 1, 'asked for once');
      for (const { form, headers, query } of exchanges()) {
        assert.equal(form.has('client_secret'), method === 'client_secret_post');
        assert.equal(headers.authorization !== undefined, method === 'client_secret_basic');
        assert.equal(query.size, 0, 'I2: no credential in the URL');
      }
      typing.scanLog();
    });
  }

  it('a wrong client secret is explained, not kept, and asked for again', async () => {
    const { clientId, clientSecret } = server.clients.webApp;
    registerSecret(clientSecret);
    const answers = ['a-wrong-secret', clientSecret];
    const typing = createHarness({ type: () => answers.shift() });
    const confidential = profileOf({
      issuer: server.issuer,
      clientId,
      tokenEndpointAuthMethod: 'client_secret_post',
      scope: SCOPE,
    });
    const error = await typing.failure(typing.getNew(confidential));
    assert.equal(error.server?.error, 'invalid_client');
    assert.equal(error.remedy, 'set_client_secret');
    assert.deepEqual([...typing.secrets.values.keys()], []);
    await typing.getNew(confidential);
    assert.equal(typing.asked.length, 2);
  });

  it('G4: refreshes with rotation; the used refresh token is gone, the new one works', async () => {
    proves('oidcProvider', 'refresh', 'rotation');
    const { record } = await harness.getNew(profile);
    const renewed = (await harness.refresh(profile, record.id)).record;
    assert.equal(renewed.id, record.id);
    assert.notEqual(renewed.tokenSet.accessToken, record.tokenSet.accessToken);
    assert.notEqual(renewed.tokenSet.refreshToken, record.tokenSet.refreshToken);
    assert.deepEqual(renewed.account, record.account);
    const again = (await harness.refresh(profile, record.id)).record;
    assert.ok(await server.lookUp(again.tokenSet.accessToken));
    assert.equal((await harness.store.list()).tokens.length, 1);
  });

  it('J1: ten callers for one expired token make one refresh request', async () => {
    const { record } = await harness.getNew(profile);
    await harness.store.put({ ...record, tokenSet: { ...record.tokenSet, expiresAt: record.obtainedAt } });
    const before = exchanges().length;
    const fresh = await Promise.all(Array.from({ length: 10 }, () => harness.getFresh(profile, record.id)));
    const tokens = fresh.map((obtained) => obtained.record);
    assert.equal(exchanges().length - before, 1);
    assert.equal(new Set(tokens.map(({ tokenSet }) => tokenSet.accessToken)).size, 1);
    assert.ok(await server.lookUp(tokens[0]!.tokenSet.accessToken));
  });

  it('law 2: a token is not sent to endpoints that the profile got later', async () => {
    const { record } = await harness.getNew(profile);
    const elsewhere = profileOf(
      { issuer: 'https://evil.example', clientId: 'demo-app', scope: SCOPE },
      'demo',
    );
    const error = await harness.failure(harness.refresh(elsewhere, record.id));
    assert.equal(error.code, 'nothing_to_refresh');
  });

  it('H1: what is stored besides the secret storage holds no secret; a typed secret is kept under the endpoints alone', async () => {
    const { record } = await harness.getNew(profile);
    for (const value of [
      record.tokenSet.accessToken,
      record.tokenSet.refreshToken!,
      record.tokenSet.idToken!,
    ]) {
      registerSecret(value);
    }
    const { tokens } = await harness.store.list();
    scanForSecrets({
      texts: { listed: JSON.stringify(tokens), keys: [...harness.secrets.values.keys()].join(' ') },
    });
    harness.scanLog();
  });
});

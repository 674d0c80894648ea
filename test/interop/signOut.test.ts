import assert from 'node:assert/strict';
import { createBrowserHop } from '../../src/node/loopback/hop';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { createRecordingLogger } from '../support/fakes/logger';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { get } from '../support/rawHttp';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';

describe('sign-out with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startAuthorizationServer();
    harness = createHarness();
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profile = () => profileOf({ issuer: server.issuer, clientId: 'demo-app', scope: 'openid' });
  /** How often the server asked something in a sign-in: consent alone, or a user name and password before it. */
  const questionsAsked = async () => {
    const before = server.requests.length;
    await harness.getNew(profile());
    const since = server.requests.slice(before);
    return since.filter(({ method, path }) => method === 'POST' && path.startsWith('/interaction/')).length;
  };

  it('E4: ends the session at the server: the next sign-in asks for the password again', async () => {
    proves('oidcProvider', 'signOut');
    const { record } = await harness.getNew(profile());
    registerSecret(record.tokenSet.idToken ?? '');
    assert.equal(await questionsAsked(), 1);
    const { host, named } = await harness.signOut(profile(), record.id);
    assert.deepEqual([host, named], [new URL(server.issuer).host, true]);
    const page = await harness.lastPage();
    assert.equal(page.url.pathname, '/session/end/success');
    assert.ok(await harness.store.get(record.id), 'what is kept here is for a person to say');
    assert.equal(await questionsAsked(), 2);
  });
});

describe('sign-out', () => {
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startScriptedServer();
    publish(`${server.issuer}/logout?tenant=a%20b`);
    server.on('/logout', { headers: { 'content-type': 'text/html' }, body: '<title>Bye</title>' });
    harness = createHarness();
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const publish = (endpoint: string | undefined) =>
    server.on(
      '/.well-known/openid-configuration',
      json({
        issuer: server.issuer,
        authorization_endpoint: `${server.issuer}/authorize`,
        token_endpoint: `${server.issuer}/token`,
        jwks_uri: `${server.issuer}/jwks`,
        end_session_endpoint: endpoint,
      }),
    );
  const profile = (scope = 'openid') => profileOf({ issuer: server.issuer, clientId: 'the app', scope });
  const signIn = async (claims: Readonly<Record<string, unknown>> = {}) => {
    server.onToken(() => {
      const idToken = server.idToken(claims);
      registerSecret(idToken);
      return json(server.tokenResponse({ id_token: idToken }));
    });
    return (await harness.getNew(profile())).record;
  };
  const visited = () => server.requests.filter(({ url }) => url.startsWith('/logout'));

  it('law 9: the browser arrives with the ID token byte for byte, and what the editor opens holds none of it', async () => {
    const record = await signIn();
    await harness.signOut(profile(), record.id);
    await harness.lastPage();
    assert.deepEqual(
      visited().map(({ method, url }) => [method, url]),
      [['GET', `/logout?tenant=a%20b&id_token_hint=${record.tokenSet.idToken}&client_id=the+app`]],
    );
    assert.match(harness.opened.at(-1) ?? '', /^http:\/\/127\.0\.0\.1:\d+\/start\/[\w-]{32}$/);
  });

  it('the hop works once, for our host alone, and is closed afterwards', async () => {
    const answers: number[] = [];
    const record = await signIn();
    harness = createHarness({
      secrets: harness.secrets,
      browse: async (url) => {
        const ask = (address: string, headers = {}) =>
          get(address, headers).then(
            ({ status }) => answers.push(status),
            () => answers.push(0),
          );
        await ask(url, { Host: 'evil.example' });
        await ask(new URL('/', url).href);
        await ask(url);
        await new Promise((resolve) => setTimeout(resolve, 200));
        await ask(url);
      },
    });
    await harness.signOut(profile(), record.id);
    await harness.lastPage();
    assert.deepEqual(answers, [404, 404, 302, 0]);
  });

  it('an ID token that makes the address too long goes as a form, from a page that loads nothing', async () => {
    const record = await signIn({ groups: Array.from({ length: 300 }, (_, index) => `group-${index}"<>&`) });
    let page: Awaited<ReturnType<typeof get>> | undefined;
    harness = createHarness({ secrets: harness.secrets, browse: async (url) => (page = await get(url)) });
    await harness.signOut(profile(), record.id);
    await harness.lastPage();
    assert.equal(page?.status, 200);
    assert.match(page.body, /<form method="post" action="http:\/\/127\.0\.0\.1:\d+\/logout\?tenant=a%20b">/);
    assert.ok(page.body.includes(`name="id_token_hint" value="${record.tokenSet.idToken}"`));
    assert.match(page.body, /name="client_id" value="the app"/);
    assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'; script-src 'nonce-/);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
  });

  it('without an ID token the client is named, and the server asks whom', async () => {
    const { record } = await harness.getNew(profile('read'));
    assert.equal((await harness.signOut(profile('read'), record.id)).named, false);
    await harness.lastPage();
    assert.deepEqual(
      visited().map(({ url }) => url),
      ['/logout?tenant=a%20b&client_id=the+app'],
    );
  });

  it('no endpoint: said truthfully, and no browser opens', async () => {
    publish(undefined);
    const record = await signIn();
    const opened = harness.opened.length;
    const error = await harness.failure(harness.signOut(profile(), record.id));
    assert.equal(error.code, 'not_offered');
    assert.match(
      error.message,
      /does not say where people sign out: its metadata have no end_session_endpoint/,
    );
    assert.equal(harness.opened.length, opened);
  });

  it('C9: an end_session_endpoint that is no safe address never reaches a browser', async () => {
    publish('javascript:alert(1)');
    const record = await signIn();
    const opened = harness.opened.length;
    assert.equal((await harness.failure(harness.signOut(profile(), record.id))).code, 'url_refused');
    assert.equal(harness.opened.length, opened);
  });

  it('a browser that never comes is said not to have come', async () => {
    const logger = createRecordingLogger();
    const browser = { open: () => Promise.resolve(), reach: () => Promise.reject(new Error('no')) };
    const hop = createBrowserHop({ browser, logger, limitMs: 50 });
    const leading = hop.lead({ url: 'https://login.example.com/logout' }, new AbortController().signal);
    assert.equal((await harness.failure(leading)).code, 'timed_out');
    assert.match(logger.lines.join('\n'), /did not say how the browser reaches/);
  });

  it('cancelling while the browser does not come leaves nothing listening', async () => {
    const record = await signIn();
    harness = createHarness({ secrets: harness.secrets, browse: () => Promise.resolve() });
    const controller = new AbortController();
    const signOut = harness.failure(harness.signOut(profile(), record.id, controller.signal));
    while (harness.opened.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    assert.equal((await signOut).code, 'cancelled');
    await assert.rejects(get(harness.opened[0]!), /ECONNREFUSED/);
  });
});

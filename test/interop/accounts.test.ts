import assert from 'node:assert/strict';
import { LABEL_LIMIT_MILLISECONDS } from '../../src/core/tokens/personLabel';
import { activeToken } from '../../src/core/tokens/activeTokens';
import { nameOfToken } from '../../src/core/tokens/tokenNames';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { otherPerson } from '../support/authorizationServer/person';
import { FakeClock } from '../support/fakes/clock';
import { json, type ReceivedRequest, type Script } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets } from '../support/secrets';
import { signToken } from '../support/signedTokens';
import { UserAgent } from '../support/userAgent';

describe('several accounts of a profile with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;
  /** Who signs in next. */
  let other: boolean;

  beforeEach(async () => {
    other = false;
    server = await startAuthorizationServer();
    harness = createHarness({
      browse: (url) => new UserAgent().visit(url, other ? { person: otherPerson } : {}),
    });
  });
  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profile = (scope = 'openid email offline_access') =>
    profileOf({ issuer: server.issuer, clientId: server.clients.demoApp.clientId, scope });
  const asked = () => server.requests.filter(({ path }) => path === '/me').length;
  const active = async () => {
    const { tokens } = await harness.store.list();
    return activeToken(tokens, (await harness.active.choices(['test'])).get('test'))?.label;
  };

  it('T8: the last to sign in is the active one; a refresh of the other changes nothing about that', async () => {
    const { record: demo } = await harness.getNew(profile());
    other = true;
    await harness.getNew(profile());
    assert.equal(await active(), 'grace@example.com');
    await harness.refresh(profile(), demo.id);
    assert.equal(await active(), 'grace@example.com');
    await harness.active.use('test', demo.id);
    await harness.refresh(profile(), demo.id);
    assert.equal(await active(), 'demo@example.com');
    await harness.getNew(profile());
    assert.equal(await active(), 'grace@example.com');
    assert.equal((await harness.store.list()).tokens.length, 2);
  });

  it('T8: when the active one is removed the newest takes its place, however lately another was renewed', async () => {
    const { record: demo } = await harness.getNew(profile());
    other = true;
    const { record: grace } = await harness.getNew(profile());
    await harness.store.put({ ...demo, id: 'third', label: 'third', obtainedAt: demo.obtainedAt - 1000 });
    await harness.active.use('test', 'third');
    await harness.refresh(profile(), demo.id);
    assert.equal(await active(), 'third');
    await harness.store.remove('third');
    assert.equal(await active(), grace.label);
  });

  it('T8: a name stays over a refresh and a new sign-in of the same account, and can be taken away', async () => {
    const { record } = await harness.getNew(profile());
    const rename = (name: string | undefined) =>
      harness.service.changeRecord(record.id, (former) => ({ ...former, name }));
    await rename('Work');
    assert.equal((await harness.refresh(profile(), record.id)).record.name, 'Work');
    const again = (await harness.getNew(profile())).record;
    assert.equal(nameOfToken(again), 'Work');
    assert.equal(again.label, 'demo@example.com');
    await rename(undefined);
    assert.equal(nameOfToken((await harness.store.list()).tokens[0]!), 'demo@example.com');
  });

  it('T8: userinfo is asked where the ID token holds no name, and not where it does', async () => {
    const { record: named } = await harness.getNew(profile());
    assert.equal(asked(), 0);
    await harness.store.remove(named.id);
    // This scope has a subject alone, in the ID token and in userinfo.
    const { record } = await harness.getNew(profile('openid'));
    assert.equal(asked(), 1);
    assert.equal(record.label, 'demo');
    assert.equal(record.account?.label, undefined);
  });
});

describe('the label of a token from userinfo', () => {
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startScriptedServer();
    server.on('/.well-known/openid-configuration', json(metadata()));
    harness = createHarness();
  });
  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const metadata = () => ({
    issuer: server.issuer,
    authorization_endpoint: `${server.issuer}/authorize`,
    token_endpoint: `${server.issuer}/token`,
    jwks_uri: `${server.issuer}/jwks`,
    userinfo_endpoint: `${server.issuer}/userinfo`,
  });
  const oidc = () => profileOf({ issuer: server.issuer, clientId: 'app', scope: 'openid' });
  /** As GitHub has it. */
  const plain = () =>
    profileOf({
      authorizationEndpoint: `${server.issuer}/authorize`,
      tokenEndpoint: `${server.issuer}/token`,
      clientId: 'app',
      userinfoEndpoint: `${server.issuer}/user`,
      scope: 'read:user',
    });
  const questions = () => server.requests.filter(({ url }) => url.startsWith('/user'));
  /** A token response with an ID token that names nobody. */
  const withIdToken = () =>
    server.onToken(() => json(server.tokenResponse({ id_token: server.idToken({ email: undefined }) })));
  const labelWith = async (answer: Script) => {
    withIdToken();
    server.on('/userinfo', answer);
    return (await harness.getNew(oidc())).record;
  };

  it('T8: takes the name, and nothing else', async () => {
    const record = await labelWith(json({ sub: 'person-1', name: 'Ada', groups: ['secret club'] }));
    assert.equal(record.label, 'Ada');
    assert.deepEqual(record.account, { issuer: server.issuer, subject: 'person-1' });
    assert.doesNotMatch(JSON.stringify(record), /secret club/);
    assert.equal(questions().length, 1);
    assert.match(questions()[0]?.headers.authorization ?? '', /^Bearer \S+$/);
  });

  it('T8: it stays over a refresh, and userinfo is not asked again', async () => {
    withIdToken();
    server.onToken(
      () =>
        json(server.tokenResponse({ refresh_token: 'r-1', id_token: server.idToken({ email: undefined }) })),
      () =>
        json(
          server.tokenResponse({
            refresh_token: 'r-2',
            id_token: server.idToken({ email: undefined, nonce: undefined }),
          }),
        ),
    );
    server.on('/userinfo', json({ sub: 'person-1', preferred_username: 'ada' }));
    const { record } = await harness.getNew(oidc());
    assert.equal((await harness.refresh(oidc(), record.id)).record.label, 'ada');
    assert.equal(questions().length, 1);
  });

  const faults: readonly (readonly [string, Script])[] = [
    ['speaks of another person', json({ sub: 'person-2', name: 'Eve' })],
    ['has no sub', json({ name: 'Eve' })],
    ['says no name', json({ sub: 'person-1' })],
    ['has names of other types', json({ sub: 'person-1', name: ['Eve'], email: 7 })],
    ['is no JSON', { body: '<html>' }],
    ['is an error', json({ error: 'server_error' }, { status: 500 })],
    ['does not take the token', { status: 401 }],
    ['is a redirect', { status: 302, headers: { location: '/elsewhere' } }],
    ['is cut off', { cut: 'inBody', body: '{"sub":"person-1","name":"Eve"}' }],
    [
      'is signed by nobody',
      {
        headers: { 'content-type': 'application/jwt' },
        body: signToken({ sub: 'person-1', name: 'Eve' }, { alg: 'none' }),
      },
    ],
  ];
  for (const [what, answer] of faults) {
    it(`T8: an answer that ${what} fails nothing: the label is the ID token’s sub`, async () => {
      assert.equal((await labelWith(answer)).label, 'person-1');
    });
  }

  it('L10: a server that repeats the token in its refusal does not bring it into the log', async () => {
    const refusal = ({ headers }: ReceivedRequest) =>
      json(
        { error: 'invalid_token', error_description: `no ${headers.authorization?.split(' ')[1]}` },
        { status: 401 },
      );
    assert.equal((await labelWith(refusal)).label, 'person-1');
    assert.match(harness.logger.lines.join('\n'), /did not take the token: invalid_token/);
  });

  it('T8: a server without userinfo is not asked', async () => {
    server.on('/.well-known/openid-configuration', json({ ...metadata(), userinfo_endpoint: undefined }));
    withIdToken();
    assert.equal((await harness.getNew(oidc())).record.label, 'person-1');
  });

  it('R23: the name is shown as plain text, and not at any length', async () => {
    const { label } = await labelWith(json({ sub: 'person-1', name: `a\u202e\n${'y'.repeat(1000)}` }));
    assert.match(label, /^a y{78}$/);
  });

  it('T8: without openid, an API that says who signed in is asked where the profile names it (GitHub)', async () => {
    server.on('/user', json({ login: 'octocat', id: 1, email: null, name: 'The Octocat' }));
    const { record } = await harness.getNew(plain());
    assert.equal(record.label, 'octocat');
    assert.equal(record.account, undefined, 'no account without a validated ID token');
    assert.ok(questions()[0]?.headers['user-agent'], 'GitHub refuses requests without one');
  });

  it('T8: two such users have a token each; the same one again replaces theirs', async () => {
    const signInAs = async (login: string) => {
      server.on('/user', json({ login }));
      return (await harness.getNew(plain())).record.id;
    };
    const [first, second, again] = [await signInAs('ada'), await signInAs('grace'), await signInAs('ada')];
    assert.notEqual(first, second);
    assert.equal(again, first);
  });

  for (const [what, answer] of [
    ['no JSON', { body: 'hello' }],
    ['a list', json(['ada'])],
    ['an error with a name', json({ name: 'Not Found' }, { status: 404 })],
  ] as const) {
    it(`T8: without openid, ${what} is no name`, async () => {
      server.on('/user', answer);
      assert.equal((await harness.getNew(plain())).record.label, 'Access token');
    });
  }

  it('T8: without openid and without userinfoEndpoint in the profile nobody is asked', async () => {
    server.on('/userinfo', json({ sub: 'person-1', name: 'Ada' }));
    const { record } = await harness.getNew(
      profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read' }),
    );
    assert.equal(record.label, 'Access token');
    assert.equal(questions().length, 0);
  });

  it('T8: a client that signs in as itself is nobody', async () => {
    server.on('/user', json({ login: 'octocat' }));
    harness = createHarness({ type: () => 'a-client-secret' });
    const { record } = await harness.getNew(
      profileOf({
        grantType: 'client_credentials',
        tokenEndpoint: `${server.issuer}/token`,
        userinfoEndpoint: `${server.issuer}/user`,
        clientId: 'app',
      }),
    );
    assert.equal(record.label, 'app');
    assert.equal(questions().length, 0);
  });

  it('T8: a server that does not answer is waited for no longer than the limit', async () => {
    const clock = new FakeClock(Date.now());
    harness = createHarness({ clock });
    server.on('/user', { stall: 'beforeHeaders' });
    const getting = harness.getNew(plain());
    await server.received('/user');
    clock.advance(LABEL_LIMIT_MILLISECONDS);
    assert.equal((await getting).record.label, 'Access token');
    assert.match(harness.logger.lines.join('\n'), /does not say who signed in: no answer within 5 s/);
    assert.equal(clock.running, 0);
  });

  it('C7: cancelling while userinfo is asked is silent, and leaves nothing behind', async () => {
    const clock = new FakeClock(Date.now());
    harness = createHarness({ clock });
    server.on('/user', { stall: 'beforeHeaders' });
    const controller = new AbortController();
    const getting = harness.getNew(plain(), controller.signal);
    await server.received('/user');
    controller.abort();
    assert.equal((await harness.failure(getting)).code, 'cancelled');
    assert.deepEqual([...harness.secrets.values], []);
    assert.equal(clock.running, 0);
  });
});

import assert from 'node:assert/strict';
import { decodeJwt } from 'jose';
import { FakeClock } from '../support/fakes/clock';
import { json, type Answer } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { theOneWaiting } from '../support/pasting';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { UserAgent } from '../support/userAgent';

const good = (requestUri: string, more: Readonly<Record<string, unknown>> = {}, status = 201): Answer =>
  json({ request_uri: requestUri, expires_in: 60, ...more }, { status });

describe('pushed authorization request', () => {
  let server: ScriptedServer;

  beforeEach(async () => {
    server = await startWith({});
  });

  afterEach(async () => {
    await server.stop();
    forgetSecrets();
  });

  async function startWith(metadata: Readonly<Record<string, unknown>>): Promise<ScriptedServer> {
    const started = await startScriptedServer();
    const { issuer } = started;
    started.on(
      '/.well-known/openid-configuration',
      json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        pushed_authorization_request_endpoint: `${issuer}/par`,
        ...metadata,
      }),
    );
    return started;
  }

  const profile = (members: Readonly<Record<string, unknown>> = {}) =>
    profileOf({
      issuer: server.issuer,
      clientId: 'app',
      scope: 'read',
      requirePushedAuthorizationRequests: true,
      ...members,
    });
  const requestsTo = (path: string) => server.requests.filter(({ url }) => url.split('?')[0] === path);
  const requestUris = () =>
    requestsTo('/authorize').map(({ url }) => new URL(url, server.issuer).searchParams.get('request_uri'));
  /** Answers a push with this, after it was noted what was pushed. */
  const onPush = (...answers: readonly [Answer, ...Answer[]]) => {
    const left = [...answers];
    server.on('/par', ({ body }) => {
      server.pushed(body);
      return left.length > 1 ? left.shift()! : left[0]!;
    });
  };

  it('M8: 201 is taken; the request is authenticated, has the profile’s headers, and its request_uri is used once', async () => {
    registerSecret('par-client-secret');
    onPush(good('urn:a'), good('urn:b'));
    const harness = createHarness({ type: () => 'par-client-secret' });
    const confidential = profile({
      tokenEndpointAuthMethod: 'client_secret_basic',
      authorizationRequest: { headers: { 'X-Tenant': 'blue' }, parameters: { kind: 'x y' } },
    });
    await harness.getNew(confidential);
    await harness.getNew(confidential);
    assert.deepEqual(requestUris(), ['urn:a', 'urn:b']);
    for (const { headers, body } of requestsTo('/par')) {
      assert.match(headers.authorization ?? '', /^Basic /);
      assert.equal(headers['x-tenant'], 'blue');
      assert.equal(new URLSearchParams(body).get('kind'), 'x y');
    }
    for (const { url } of requestsTo('/authorize'))
      assert.deepEqual([...new URL(url, server.issuer).searchParams.keys()], ['client_id', 'request_uri']);
    harness.scanLog();
  });

  it('L19: a link that cannot be made anew is one error, and the browser that is under way loses nothing', async () => {
    onPush(good('urn:a'), json({ error: 'server_error' }, { status: 500 }));
    const harness: Harness = createHarness({
      browse: async (start) => {
        await assert.rejects(theOneWaiting(harness).awaited.link());
        await new UserAgent().visit(start);
      },
    });
    await harness.getNew(profile());
    assert.deepEqual(requestUris(), ['urn:a']);
  });

  it('P4: a server that demands it gets it, though the profile says nothing', async () => {
    await server.stop();
    server = await startWith({ require_pushed_authorization_requests: true });
    await createHarness().getNew(profile({ requirePushedAuthorizationRequests: false }));
    assert.equal(requestsTo('/par').length, 1);
  });

  it('P4: a profile that wants it where the server has no endpoint is told so, and no browser opens', async () => {
    await server.stop();
    server = await startWith({ pushed_authorization_request_endpoint: undefined });
    const harness = createHarness();
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'url_refused');
    assert.match(error.message, /pushed_authorization_request_endpoint is not used: it is missing/);
    assert.deepEqual(harness.opened, []);
  });

  it('M8: 200 is taken by a named rule, and refused by a strict profile', async () => {
    onPush(good('urn:a', {}, 200));
    const harness = createHarness();
    await harness.getNew(profile());
    assert.match(harness.logger.lines.join('\n'), /rule status-200-for-201/);
    const error = await harness.failure(harness.getNew(profile({ strict: true })));
    assert.match(error.message, /pushed authorization request endpoint’s answer cannot be used/);
  });

  const refusals: [string, Answer, RegExp][] = [
    [
      'an error',
      json({ error: 'invalid_scope', error_description: 'no such scope' }, { status: 400 }),
      /refused: invalid_scope — “no such scope”/,
    ],
    ['a client that it does not know', json({ error: 'invalid_client' }, { status: 401 }), /invalid_client/],
    [
      'a page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<title>Hi</title>' },
      /titled “Hi”/,
    ],
    ['no request_uri', json({ expires_in: 60 }, { status: 201 }), /request_uri/],
    ['no lifetime', json({ request_uri: 'urn:a' }, { status: 201 }), /expires_in/],
    [
      'a redirect',
      { status: 307, headers: { location: 'https://evil.example/par' } },
      /a redirect \(307\) to https:\/\/evil\.example\/par, which is not followed/,
    ],
  ];
  for (const [what, answer, words] of refusals) {
    it(`M8: ${what} is said before any browser opens`, async () => {
      onPush(answer);
      const harness = createHarness();
      const error = await harness.failure(harness.getNew(profile()));
      assert.match(error.message, words);
      assert.ok(error.hint);
      assert.deepEqual(harness.opened, []);
      assert.equal(harness.secrets.values.size, 0);
    });
  }

  /** A person who is away for so long before the browser opens the address. */
  const late = (clock: FakeClock, seconds: number) => (start: string) => {
    clock.advance(seconds * 1000);
    return new UserAgent().visit(start);
  };

  it('M8: when 5 s elapsed before the browser came, the request is pushed anew, and only then', async () => {
    onPush(good('urn:first', { expires_in: 5 }), good('urn:second', { expires_in: 5 }));
    const clock = new FakeClock();
    await createHarness({ clock, browse: late(clock, 4) }).getNew(profile());
    assert.deepEqual(requestUris(), ['urn:first']);
    await createHarness({ clock, browse: late(clock, 5) }).getNew(profile());
    assert.equal(requestsTo('/par').length, 3);
    assert.equal(requestUris().length, 2);
    const [one, two] = requestsTo('/par')
      .slice(1)
      .map(({ body }) => body);
    assert.equal(one, two, 'it is the same sign-in: state and challenge stay');
  });

  it('M8: when the second push is refused, the editor and the waiting browser say why', async () => {
    onPush(good('urn:first', { expires_in: 5 }), json({ error: 'invalid_request' }, { status: 400 }));
    const clock = new FakeClock();
    const harness = createHarness({ clock, browse: late(clock, 6) });
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.server?.error, 'invalid_request');
    assert.match((await harness.lastPage()).text, /invalid_request/);
    assert.equal(clock.running, 0);
  });

  it('P6: a signed request by value that has expired before the browser came is signed anew', async () => {
    const { generateKeyPairSync } = await import('node:crypto');
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    const clock = new FakeClock();
    const locations: string[] = [];
    const harness = createHarness({
      clock,
      clientKey: { key },
      browse: async (start) => {
        clock.advance(120_000);
        locations.push((await fetch(start, { redirect: 'manual' })).headers.get('location') ?? '');
        const { redirect_uri: target, state } = decodeJwt(
          new URL(locations[0]!).searchParams.get('request') ?? '',
        );
        await fetch(`${String(target)}?code=${server.code}&state=${String(state)}`);
      },
    });
    await harness.getNew(
      profile({ requirePushedAuthorizationRequests: false, requestObjectSigningAlg: 'ES256' }),
    );
    assert.match(harness.logger.lines.join('\n'), /expired before the browser came/);
  });

  it('M11, P5: a nonce that the server asks for is used once more, with the key that the token is bound to', async () => {
    const challenge = json(
      { error: 'use_dpop_nonce' },
      { status: 400, headers: { 'dpop-nonce': 'nonce-of-par' } },
    );
    onPush(challenge, good('urn:a'));
    server.onToken(() => json(server.tokenResponse({ token_type: 'DPoP' })));
    await createHarness().getNew(profile({ dpopBoundAccessTokens: true }));
    const [first, second] = requestsTo('/par').map(({ headers }) => decodeJwt(String(headers.dpop)));
    assert.deepEqual([first?.nonce, second?.nonce], [undefined, 'nonce-of-par']);
    assert.equal(requestsTo('/par').length, 2);
    assert.equal(requestUris()[0], 'urn:a');
  });

  it('C7: cancelling while the request is pushed is silent and leaves nothing behind', async () => {
    onPush({ stall: 'beforeHeaders' });
    const controller = new AbortController();
    void server.received('/par').then(() => controller.abort());
    const clock = new FakeClock();
    const harness = createHarness({ clock });
    const error = await harness.failure(harness.getNew(profile(), controller.signal));
    assert.equal(error.code, 'cancelled');
    assert.deepEqual(harness.opened, []);
    assert.equal(clock.running, 0);
    const { redirect_uri: redirectUri = '' } = Object.fromEntries(server.authorizationRequest());
    await assert.rejects(fetch(redirectUri), 'nobody listens any more');
  });
});

import assert from 'node:assert/strict';
import { json, redirect } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets } from '../support/secrets';

const OPENID = '/.well-known/openid-configuration';
const OAUTH = '/.well-known/oauth-authorization-server';

const big = (length: number) => ({ padding: 'x'.repeat(length) });

describe('discovery', () => {
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startScriptedServer();
    harness = createHarness();
  });

  afterEach(async () => {
    await server.stop();
    forgetSecrets();
  });

  const profile = (more: Readonly<Record<string, unknown>> = {}) =>
    profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read', ...more });
  const metadata = (changes: Readonly<Record<string, unknown>> = {}) => ({
    issuer: server.issuer,
    authorization_endpoint: `${server.issuer}/authorize`,
    token_endpoint: `${server.issuer}/token`,
    ...changes,
  });
  const asked = () => server.requests.map(({ url }) => url).filter((url) => url.includes('well-known'));

  it('C1: the same issuer is used, and read once for two tokens', async () => {
    await harness.getNew(profile());
    await harness.getNew(profile());
    assert.deepEqual(asked(), [OPENID]);
  });

  for (const stated of ['https://other.example', 'PATH', 'https://127.0.0.1']) {
    it(`C2: the issuer ${stated} is refused, and both are shown`, async () => {
      const issuer = stated === 'PATH' ? `${server.issuer}/tenant` : stated;
      server.on(OPENID, json(metadata({ issuer })));
      const error = await harness.failure(harness.getNew(profile()));
      assert.equal(error.code, 'discovery_failed');
      assert.ok(
        error.message.includes(`“${issuer}”`) && error.message.includes(`“${server.issuer}”`),
        error.message,
      );
      assert.equal(harness.opened.length, 0);
    });
  }

  for (const stated of [
    'https://host.example/?x',
    'https://host.example/#x',
    'https://u:p@host.example',
    'not a URL',
    undefined,
    7,
  ]) {
    it(`C5: a document whose issuer is ${JSON.stringify(stated)} is refused with an error of ours`, async () => {
      for (const path of [OPENID, OAUTH]) server.on(path, json(metadata({ issuer: stated })));
      const error = await harness.failure(harness.getNew(profile()));
      assert.equal(error.code, 'discovery_failed');
      assert.equal(harness.opened.length, 0);
    });
  }

  for (const issuer of [
    'https://host.example/?x',
    'https://host.example/#x',
    'https://u:p@host.example',
    'not a URL',
    7,
    'https://host.example/.well-known/openid-configuration',
  ]) {
    it(`C5: a profile with the issuer ${JSON.stringify(issuer)} is refused with words`, () => {
      assert.throws(() => profile({ issuer }), /issuer/);
    });
  }

  for (const status of [301, 302, 307]) {
    it(`C6: a ${status} is not followed; where it led is shown`, async () => {
      for (const path of [OPENID, OAUTH])
        server.on(path, redirect('https://elsewhere.example/x?secret=1', status));
      const error = await harness.failure(harness.getNew(profile()));
      assert.ok(
        error.message.includes(`redirect (${status}) to https://elsewhere.example/x,`),
        error.message,
      );
    });
  }

  for (const [what, answer] of [
    ['404', { status: 404 }],
    ['a 200 HTML page', { headers: { 'content-type': 'text/html' }, body: '<title>App</title>' }],
    ['200 {error}', json({ error: 'x' })],
    ['an empty body', {}],
    ['half a document', { ...json(big(200)), cut: 'inBody' }],
    ['2 MB', json(big(2_000_000))],
  ] as const) {
    it(`C7: after ${what} the other form is tried; when that is no better, both are named`, async () => {
      server.on(OPENID, answer);
      server.on(OAUTH, json(metadata()));
      assert.equal((await harness.getNew(profile())).saved, true);
      server.on(OAUTH, answer);
      const second = createHarness();
      const error = await second.failure(second.getNew(profile()));
      assert.ok(error.message.includes(OPENID) && error.message.includes(OAUTH));
    });
  }

  it('C14: with a path in the issuer all three forms are tried, in a fixed order', async () => {
    const issuer = `${server.issuer}/tenant`;
    const error = await harness.failure(harness.getNew(profile({ issuer })));
    assert.equal(error.code, 'discovery_failed');
    assert.deepEqual(asked(), [`/tenant${OPENID}`, `${OAUTH}/tenant`, `${OPENID}/tenant`]);
  });

  it('endpoints in the profile win, and save a server whose discovery is broken', async () => {
    server.on(OPENID, json(metadata({ token_endpoint: `${server.issuer}/wrong` })));
    await harness.getNew(profile({ tokenEndpoint: `${server.issuer}/token` }));
    server.on(OPENID, { status: 404 });
    const byHand = profile({
      authorizationEndpoint: `${server.issuer}/authorize`,
      tokenEndpoint: `${server.issuer}/token`,
    });
    assert.equal((await createHarness().getNew(byHand)).saved, true);
  });

  it('without an issuer, endpoints are enough and an iss that nobody can compare is discarded', async () => {
    server.answerWith({ iss: 'https://whoever.example' });
    const { record } = await harness.getNew(
      profileOf({
        authorizationEndpoint: `${server.issuer}/authorize`,
        tokenEndpoint: `${server.issuer}/token`,
        clientId: 'app',
      }),
    );
    assert.ok(record.tokenSet.accessToken);
    assert.deepEqual(asked(), []);
  });

  for (const member of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    it(`C8: ${member} over http on another machine is refused`, async () => {
      server.on(OPENID, json(metadata({ [member]: 'http://server.example/x' })));
      const error = await harness.failure(harness.getNew(profile()));
      assert.equal(error.code, 'url_refused');
      assert.match(error.message, /not https/);
      assert.equal(harness.opened.length, 0);
    });
  }

  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    'vscode://x/y',
    'ms-settings:x',
    'https://user:password@host.example/',
    'https://host.example/$(calc)',
    'https://host.example/"x"',
    "https://host.example/'x'",
    'https://host.example/a b',
    'https://host.example/a\nb',
    '//host.example/x',
    '\\\\host.example\\x',
    'https:/host.example',
    'https://host.example/#x',
    '',
    7,
    null,
  ]) {
    it(`C9: authorization_endpoint ${JSON.stringify(url)} never reaches a browser`, async () => {
      server.on(OPENID, json(metadata({ authorization_endpoint: url })));
      const error = await harness.failure(harness.getNew(profile()));
      assert.equal(error.code, 'url_refused');
      assert.equal(harness.opened.length, 0);
      assert.doesNotMatch(error.message, /user:password/);
    });
  }

  for (const url of [
    'https://u:p@host.example/token',
    '/token',
    'ftp://host.example/token',
    'https://host.example/token#x',
  ]) {
    it(`C11: token_endpoint ${url} is refused before anything opens`, async () => {
      server.on(OPENID, json(metadata({ token_endpoint: url })));
      assert.equal((await harness.failure(harness.getNew(profile()))).code, 'url_refused');
      assert.equal(harness.opened.length, 0);
    });
  }

  it('C11: a token endpoint on another host is used on the word of an issuer on this machine', async () => {
    server.on(OPENID, json(metadata({ token_endpoint: `http://localhost:${server.port}/token` })));
    assert.equal((await harness.getNew(profile())).saved, true);
  });

  it('C11: metadata that were read in clear vouch for their own host alone', async () => {
    // Another name for this machine, which is not known as one of loopback.
    const issuer = `http://[::ffff:127.0.0.1]:${server.port}`;
    const read = json({
      ...metadata({ authorization_endpoint: undefined, token_endpoint: 'https://elsewhere.example/token' }),
      issuer: new URL(issuer).origin,
    });
    server.on(OPENID, read);
    const members = {
      issuer: new URL(issuer).origin,
      authorizationEndpoint: `${server.issuer}/authorize`,
      allowHttp: true,
    };
    const error = await harness.failure(harness.getNew(profile(members)));
    assert.equal(error.code, 'url_refused');
    assert.match(error.message, /elsewhere\.example.*read without https/);
    const written = profile({ ...members, tokenEndpoint: `${server.issuer}/token` });
    assert.equal((await harness.getNew(written)).saved, true);
  });

  it('a needed endpoint that the metadata lack is said to be lacking', async () => {
    server.on(OPENID, json(metadata({ token_endpoint: undefined })));
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'not_offered');
    assert.match(error.message, /does not say where tokens are issued: its metadata have no token_endpoint/);
    assert.match(error.hint ?? '', /Write tokenEndpoint in the profile/);
  });

  it('I6: a server that is not there: nothing was sent, the error says how to go on', async () => {
    const gone = await startScriptedServer();
    await gone.stop();
    const error = await harness.failure(harness.getNew(profile({ issuer: gone.issuer })));
    assert.equal(error.code, 'request_not_sent');
    assert.equal(error.remedy, 'try_again');
    assert.ok(error.hint);
  });
});

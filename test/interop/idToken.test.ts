import assert from 'node:assert/strict';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets } from '../support/secrets';

type Changes = Readonly<Record<string, unknown>>;
const now = () => Math.floor(Date.now() / 1000);

describe('ID token', () => {
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

  const oidc = () => profileOf({ issuer: server.issuer, clientId: 'app', scope: 'openid email' });
  const answerWith = (changes: Changes = {}, header: Changes = {}) =>
    server.onToken(() =>
      json(server.tokenResponse({ id_token: server.idToken(changes, header), refresh_token: 'refresh-1' })),
    );

  it('a good one names the account', async () => {
    answerWith();
    const { record } = await harness.getNew(oidc());
    assert.equal(record.label, 'ada@example.com');
    assert.match(harness.logger.lines.join('\n'), /signature checked/);
  });

  it('D3: aud may be a list of one', async () => {
    answerWith({ aud: ['app'] });
    assert.equal((await harness.getNew(oidc())).saved, true);
  });

  const bad: [string, Changes, Changes?][] = [
    ['D1: another iss', { iss: 'https://other.example' }],
    ['D1: iss with a slash', { iss: 'SLASH' }],
    ['D2: another aud', { aud: 'another-app' }],
    ['D2: no aud', { aud: undefined }],
    ['D2: aud a number', { aud: 7 }],
    ['D4: a second audience', { aud: ['app', 'another-app'] }],
    ['D5: alg none', {}, { alg: 'none' }],
    ['D5: alg NoNe', {}, { alg: 'NoNe' }],
    ['D5: alg HS256', {}, { alg: 'HS256' }],
    ['D7: no exp', { exp: undefined }],
    ['D7: exp a string', { exp: 'tomorrow' }],
    ['D7: exp 60 s ago', { exp: now() - 60 }],
    ['D7: no iat', { iat: undefined }],
    ['D8: no nonce', { nonce: undefined }],
    ['D8: another nonce', { nonce: 'guessed' }],
    ['R68: an empty sub', { sub: '' }],
    ['R68: no sub', { sub: undefined }],
    ['D11: a key that the server does not publish', {}, { kid: 'k2' }],
  ];
  for (const [title, changes, header] of bad) {
    it(`${title} is refused; the access token beside it is not stored`, async () => {
      answerWith(changes.iss === 'SLASH' ? { iss: `${server.issuer}/` } : changes, header);
      const error = await harness.failure(harness.getNew(oidc()));
      assert.equal(error.code, 'id_token_invalid', error.message);
      assert.equal(harness.secrets.values.size, 0);
      assert.match((await harness.lastPage()).text, /No access token/);
    });
  }

  it('D11: a changed payload is refused by its signature', async () => {
    server.onToken(() => {
      const [header, payload, signature] = server.idToken().split('.') as [string, string, string];
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const forged = Buffer.from(JSON.stringify({ ...claims, email: 'eve@example.com' })).toString(
        'base64url',
      );
      return json(server.tokenResponse({ id_token: [header, forged, signature].join('.') }));
    });
    assert.equal((await harness.failure(harness.getNew(oidc()))).code, 'id_token_invalid');
  });

  for (const [what, answer] of [
    ['404', { status: 404 }],
    ['an HTML page', { headers: { 'content-type': 'text/html' }, body: '<title>x</title>' }],
  ] as const) {
    it(`D14: keys that are ${what} are said to be the fault, and nothing is stored`, async () => {
      server.on('/jwks', answer);
      answerWith();
      const error = await harness.failure(harness.getNew(oidc()));
      assert.equal(error.code, 'id_token_invalid');
      assert.match(error.message, /keys could not be read/);
      assert.equal(harness.secrets.values.size, 0);
    });
  }

  it('D8: an OpenID profile whose answer holds no ID token is refused', async () => {
    server.onToken(json(server.tokenResponse()));
    assert.equal((await harness.failure(harness.getNew(oidc()))).code, 'id_token_invalid');
    assert.equal(harness.secrets.values.size, 0);
  });

  for (const idToken of ['garbage', 'two.parts', null, '', 7]) {
    it(`B22: in a profile without openid the id_token ${JSON.stringify(idToken)} is dropped by a named rule`, async () => {
      server.onToken(json(server.tokenResponse({ id_token: idToken })));
      const { record } = await harness.getNew(
        profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read' }),
      );
      assert.equal(record.tokenSet.idToken, undefined);
      assert.equal(record.account, undefined);
      assert.match(harness.logger.lines.join('\n'), /id-token-not-asked-for/);
    });
  }

  for (const [title, changes] of [
    ['D16: another iss', { iss: 'https://other.example', nonce: undefined }],
    ['D17: another sub', { sub: 'person-2', nonce: undefined }],
  ] as const) {
    it(`${title} on refresh is refused and the old set is kept`, async () => {
      answerWith();
      const { record } = await harness.getNew(oidc());
      answerWith(changes);
      const error = await harness.failure(harness.refresh(oidc(), record.id));
      assert.equal(error.code, 'id_token_invalid');
      assert.deepEqual(await harness.store.get(record.id), record);
    });
  }

  it('two accounts of one profile stand side by side; the same account is replaced', async () => {
    answerWith();
    await harness.getNew(oidc());
    await harness.getNew(oidc());
    answerWith({ sub: 'person-2', email: 'grace@example.com' });
    await harness.getNew(oidc());
    const { tokens } = await harness.store.list();
    assert.deepEqual(tokens.map(({ label }) => label).sort(), ['ada@example.com', 'grace@example.com']);
  });
});

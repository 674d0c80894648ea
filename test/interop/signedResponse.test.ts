import assert from 'node:assert/strict';
import { json } from '../support/faultServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets } from '../support/secrets';
import { jwks, signToken } from '../support/signedTokens';

type Changes = Readonly<Record<string, unknown>>;

const now = () => Math.floor(Date.now() / 1000);

describe('signed authorization response (JARM)', () => {
  let server: ScriptedServer;
  let harness: Harness;

  beforeEach(async () => {
    server = await startScriptedServer();
    harness = createHarness();
  });

  afterEach(async () => {
    harness.scanLog();
    await server.stop();
    forgetSecrets();
  });

  const profile = (members: Changes = {}) =>
    profileOf({
      issuer: server.issuer,
      clientId: 'app',
      scope: 'read',
      responseMode: 'query.jwt',
      ...members,
    });

  const signed = (changes: Changes = {}, header: Changes = {}) =>
    signToken(
      {
        iss: server.issuer,
        aud: 'app',
        exp: now() + 60,
        code: server.code,
        state: server.authorizationRequest().get('state'),
        ...changes,
      },
      header,
    );
  /** The answer is the JWT alone, without a state beside it. */
  const answerWith = (response: () => string) =>
    server.answerWith(() => ({ code: undefined, state: undefined, response: response() }));

  it('P6: is matched by the state inside, and its code exchanged', async () => {
    answerWith(() => signed());
    await harness.getNew(profile());
    assert.equal(new URLSearchParams(server.tokenRequests()[0]!.body).get('code'), server.code);
  });

  const bad: [string, Changes, Changes?][] = [
    ['another iss', { iss: 'https://other.example' }],
    ['no iss', { iss: undefined }],
    ['another aud', { aud: 'another-app' }],
    ['no aud', { aud: undefined }],
    ['exp 60 s ago', { exp: now() - 60 }],
    ['no exp', { exp: undefined }],
    ['alg none', {}, { alg: 'none' }],
    ['alg HS256', {}, { alg: 'HS256' }],
    ['a key that the server does not publish', {}, { kid: 'k2' }],
    ['no code', { code: undefined }],
    ['A8: an access token', { access_token: 'a-token-in-a-jwt' }],
  ];
  for (const [title, changes, header] of bad) {
    it(`P6: ${title} is refused, and nothing of it used`, async () => {
      answerWith(() => signed(changes, header));
      const error = await harness.failure(harness.getNew(profile()));
      assert.equal(error.code, 'authorization_response_invalid', error.message);
      assert.equal(server.tokenRequests().length, 0);
    });
  }

  it('P6: a changed payload is refused by its signature', async () => {
    answerWith(() => {
      const [header, payload, signature] = signed().split('.') as [string, string, string];
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      const forged = Buffer.from(JSON.stringify({ ...claims, code: 'stolen' })).toString('base64url');
      return [header, forged, signature].join('.');
    });
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'authorization_response_invalid');
    assert.match(error.message, /signature/);
    assert.equal(server.tokenRequests().length, 0);
  });

  it('R28: the words of an error in a JWT of another server are not shown', async () => {
    answerWith(() => signed({ iss: 'https://evil.example', code: undefined, error: 'please_call_0900' }));
    const error = await harness.failure(harness.getNew(profile()));
    assert.doesNotMatch(`${error.message} ${error.hint}`, /0900/);
    assert.doesNotMatch((await harness.lastPage()).text, /0900/);
  });

  for (const [what, response] of [
    ['another state', () => signed({ state: 'guessed' })],
    ['no state', () => signed({ state: undefined })],
    ['a state that is no text', () => signed({ state: { toString: 'x' } })],
    ['no JWT', () => 'garbage'],
    ['an encrypted JWT', () => 'a.b.c.d.e'],
  ] as const) {
    it(`A2, A3: ${what} is nobody’s answer: the flow still waits for the right one`, async () => {
      const statuses: number[] = [];
      const waiting = createHarness({
        browse: async (start) => {
          const asked = new URL((await fetch(start, { redirect: 'manual' })).headers.get('location') ?? '');
          await fetch(asked, { redirect: 'manual' });
          const target = asked.searchParams.get('redirect_uri') ?? '';
          statuses.push((await fetch(`${target}?response=${response()}`)).status);
          await fetch(`${target}?response=${signed()}`);
        },
      });
      await waiting.getNew(profile());
      assert.deepEqual(statuses, [400]);
      assert.equal(server.tokenRequests().length, 1);
    });
  }

  it('an answer that is not signed is refused, though its state is right', async () => {
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'authorization_response_invalid');
    assert.match(error.message, /is not signed/);
    assert.equal(server.tokenRequests().length, 0);
  });

  it('an error that is not signed is still told: a server may not understand what was asked', async () => {
    server.answerWith({
      code: undefined,
      error: 'invalid_request',
      error_description: 'no such response_mode',
    });
    const error = await harness.failure(harness.getNew(profile()));
    assert.equal(error.code, 'authorization_refused');
    assert.match(error.message, /no such response_mode/);
  });

  it('keys that changed a moment ago are fetched once more', async () => {
    const old = { keys: jwks().keys.map((key) => ({ ...key, kid: 'old' })) };
    server.on('/jwks', json(old), json(jwks()));
    answerWith(() => signed());
    await harness.getNew(profile());
    assert.equal(server.requests.filter(({ url }) => url === '/jwks').length, 2);
  });

  for (const grantType of ['implicit', 'hybrid']) {
    it(`is said to be for codes alone, in a profile with the grant type ${grantType}`, () => {
      assert.throws(
        () => profile({ grantType, scope: 'openid', responseMode: 'fragment.jwt' }),
        /responseMode .*authorization_code/,
      );
    });
  }
});

import assert from 'node:assert/strict';
import { json, type Answer } from '../support/faultServer';
import { FakeClock } from '../support/fakes/clock';
import { createHarness, profileOf } from '../support/harness';
import { startScriptedServer, type ScriptedServer } from '../support/scriptedServer';
import { forgetSecrets, registerSecret } from '../support/secrets';

const OPENID = '/.well-known/openid-configuration';
const OAUTH = '/.well-known/oauth-authorization-server';
const DAY = 24 * 60 * 60 * 1000;

describe('known metadata', () => {
  let server: ScriptedServer;
  const clock = () => new FakeClock(Date.now());

  beforeEach(async () => {
    registerSecret('the-client-secret');
    server = await startScriptedServer();
  });

  afterEach(async () => {
    await server.stop();
    forgetSecrets();
  });

  const service = (more: Readonly<Record<string, unknown>> = {}) =>
    profileOf({ issuer: server.issuer, clientId: 'app', grantType: 'client_credentials', ...more });
  const publish = (changes: Readonly<Record<string, unknown>>) =>
    server.on(
      OPENID,
      json({
        issuer: server.issuer,
        authorization_endpoint: `${server.issuer}/authorize`,
        token_endpoint: `${server.issuer}/token`,
        ...changes,
      }),
    );
  const harnessWith = (time = clock()) => createHarness({ type: () => 'the-client-secret', clock: time });
  const asked = () => server.requests.filter(({ url }) => url === OPENID).length;

  it('C17: a running flow uses the endpoints that it began with', async () => {
    const harness = createHarness({
      browse: async (url) => {
        publish({ token_endpoint: `${server.issuer}/elsewhere` });
        return await fetch(url);
      },
    });
    await harness.getNew(profileOf({ issuer: server.issuer, clientId: 'app', scope: 'read' }));
    assert.equal(server.tokenRequests().length, 1);
  });

  for (const [what, answer] of [
    ['404', { status: 404 }],
    ['405', { status: 405 }],
    ['410', { status: 410 }],
  ] as const satisfies readonly (readonly [string, Answer])[]) {
    it(`after ${what} from the token endpoint the next try reads the metadata anew`, async () => {
      const harness = harnessWith();
      publish({ token_endpoint: `${server.issuer}/old-token` });
      server.on('/old-token', answer);
      await harness.failure(harness.getNew(service()));
      publish({});
      assert.equal((await harness.getNew(service())).saved, true);
    });
  }

  it('after a refused connection the next try reads the metadata anew', async () => {
    const gone = await startScriptedServer();
    await gone.stop();
    const harness = harnessWith();
    publish({ token_endpoint: `${gone.issuer}/token` });
    assert.equal((await harness.failure(harness.getNew(service()))).code, 'request_not_sent');
    publish({});
    assert.equal((await harness.getNew(service())).saved, true);
  });

  it('metadata that lack what is needed now are read anew at once', async () => {
    const harness = harnessWith();
    publish({ token_endpoint: undefined });
    assert.equal((await harness.failure(harness.getNew(service()))).code, 'not_offered');
    publish({});
    assert.equal((await harness.getNew(service())).saved, true);
  });

  it('after ten minutes they are read again', async () => {
    const time = clock();
    const harness = harnessWith(time);
    await harness.getNew(service());
    time.advance(9 * 60_000);
    await harness.getNew(service());
    assert.equal(asked(), 1);
    time.advance(2 * 60_000);
    await harness.getNew(service());
    assert.equal(asked(), 2);
  });

  it('C18: those of more than a day ago still serve while they cannot be read again, and the log says so', async () => {
    const time = clock();
    const harness = harnessWith(time);
    const { record } = await harness.getNew(service());
    time.advance(DAY + 1);
    server.on(OPENID, { cut: 'beforeHeaders' });
    server.on(OAUTH, { cut: 'beforeHeaders' });
    assert.ok(await harness.refresh(service(), record.id));
    assert.match(
      harness.logger.lines.join('\n'),
      /metadata could not be read again; those of 24 h ago are used/,
    );
  });

  it('a document that names another issuer is refused, whatever was known before', async () => {
    const time = clock();
    const harness = harnessWith(time);
    await harness.getNew(service());
    time.advance(DAY);
    publish({ issuer: 'https://other.example' });
    assert.equal((await harness.failure(harness.getNew(service()))).code, 'discovery_failed');
  });
});

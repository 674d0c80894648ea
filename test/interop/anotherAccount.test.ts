import assert from 'node:assert/strict';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { person, otherPerson } from '../support/authorizationServer/person';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { UserAgent } from '../support/userAgent';

describe('another account with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;
  /** Who sits at the browser, which is one and the same throughout. */
  let whoSits: typeof person;
  const browser = () => {
    const agent = new UserAgent();
    return (url: string) => agent.visit(url, { person: whoSits });
  };

  beforeEach(async () => {
    server = await startAuthorizationServer();
    whoSits = person;
    harness = createHarness({ browse: browser() });
  });

  afterEach(async () => {
    for (const secret of server.issued) registerSecret(secret);
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const profile = (members = {}) =>
    profileOf({ issuer: server.issuer, clientId: 'demo-app', scope: 'openid email', ...members });
  const accounts = async () => (await harness.store.list()).tokens.map(({ label }) => label).sort();
  const prompts = () =>
    server.requests.filter(({ path }) => path === '/auth').map(({ query }) => query.get('prompt'));

  it('without a choice, a browser that is signed in gives the same account again', async () => {
    await harness.getNew(profile());
    whoSits = otherPerson;
    await harness.getNew(profile());
    assert.deepEqual(await accounts(), ['demo@example.com']);
  });

  for (const prompt of ['login', 'select_account']) {
    it(`C9: prompt=${prompt} lets somebody else sign in; their token stands beside the first`, async () => {
      const first = await harness.getNew(profile());
      whoSits = otherPerson;
      const second = await harness.getNew(profile(), undefined, { prompt });
      assert.deepEqual(await accounts(), ['demo@example.com', 'grace@example.com']);
      const { accessToken } = second.record.tokenSet;
      assert.equal((await server.lookUp(accessToken))?.accountId, otherPerson.username);
      // What the server makes of the first token when its session ends is the server's own matter.
      assert.deepEqual(await harness.store.get(first.record.id), first.record);
      assert.deepEqual(prompts(), [null, prompt]);
    });

    it(`C9: prompt=${prompt} and the same person: one token, which takes the place of the first`, async () => {
      const { record } = await harness.getNew(profile());
      const again = await harness.getNew(profile(), undefined, { prompt });
      assert.equal(again.record.id, record.id);
      assert.deepEqual(await accounts(), ['demo@example.com']);
    });
  }

  it('C9: a profile that asks for consent, for its refresh token, has both asked for', async () => {
    const offline = profile({ scope: 'openid email offline_access', prompt: 'consent' });
    await harness.getNew(offline);
    whoSits = otherPerson;
    const { record } = await harness.getNew(offline, undefined, { prompt: 'login' });
    assert.deepEqual(prompts(), ['consent', 'login consent']);
    assert.equal(record.account?.label, 'grace@example.com');
    assert.ok(record.tokenSet.refreshToken);
  });
});

import assert from 'node:assert/strict';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { createHarness, profileOf, type Harness } from '../support/harness';
import { forgetSecrets, registerSecret } from '../support/secrets';
import { proves } from '../support/serverTable';

describe('client credentials and pasted refresh tokens with oidc-provider', () => {
  let server: AuthorizationServer;
  let harness: Harness;
  const typed: (string | undefined)[] = [];

  beforeEach(async () => {
    server = await startAuthorizationServer();
    typed.length = 0;
    harness = createHarness({ type: () => typed.shift() });
  });

  afterEach(async () => {
    await server.stop();
    harness.scanLog();
    forgetSecrets();
  });

  const service = () =>
    profileOf({
      issuer: server.issuer,
      clientId: server.clients.service.clientId,
      grantType: 'client_credentials',
      scope: 'orders:read',
    });

  it('G2: gets a token without a browser', async () => {
    proves('oidcProvider', 'client_credentials');
    registerSecret(server.clients.service.clientSecret);
    typed.push(server.clients.service.clientSecret);
    const { record } = await harness.getNew(service());
    assert.equal((await server.lookUp(record.tokenSet.accessToken))?.clientId, 'service');
    assert.equal(record.tokenSet.scope, 'orders:read');
    assert.equal(harness.opened.length, 0);
  });

  it('G16: a protection that a profile does without is said in the log, before anything is sent', async () => {
    typed.push(undefined);
    await harness.failure(harness.getNew({ ...service(), allowHttp: true }));
    assert.equal(server.requests.length, 0);
    const warnings = harness.logger.lines.filter((line) => line.includes('Insecure: allowHttp'));
    assert.equal(warnings.length, 1, harness.logger.lines.join('\n'));
  });

  it('G2: an expired one is simply got anew, in its old place', async () => {
    typed.push(server.clients.service.clientSecret);
    const { record } = await harness.getNew(service());
    await harness.store.put({ ...record, tokenSet: { ...record.tokenSet, expiresAt: record.obtainedAt } });
    const fresh = (await harness.getFresh(service(), record.id)).record;
    assert.notEqual(fresh.tokenSet.accessToken, record.tokenSet.accessToken);
    assert.equal(fresh.id, record.id);
    assert.equal(harness.asked.length, 1);
  });

  it('L18: Escape at the password box leaves nothing behind and sends nothing', async () => {
    typed.push(undefined);
    const error = await harness.failure(harness.getNew(service()));
    assert.equal(error.code, 'cancelled');
    assert.equal(server.requests.length, 0);
    assert.equal(harness.secrets.values.size, 0);
  });

  it('G4: a refresh token from elsewhere is pasted and renewed', async () => {
    proves('oidcProvider', 'refresh_token');
    const signIn = {
      issuer: server.issuer,
      clientId: 'demo-app',
      scope: 'openid offline_access orders:read',
    };
    const { record } = await harness.getNew(profileOf(signIn));
    typed.push(record.tokenSet.refreshToken);
    const pasted = await harness.getNew(profileOf({ ...signIn, grantType: 'refresh_token' }, 'pasted'));
    assert.ok(await server.lookUp(pasted.record.tokenSet.accessToken));
    assert.match(harness.asked.at(-1) ?? '', /Refresh token/);
  });
});

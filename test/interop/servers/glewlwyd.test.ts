import assert from 'node:assert/strict';
import type { Profile } from '../../../src/core/profiles/profile';
import { profileOf, type Harness, type HarnessOptions } from '../../support/harness';
import { forgetSecrets, registerSecret } from '../../support/secrets';
import { proves } from '../../support/serverTable';
import { startBrowser, type PersonAtBrowser } from '../../support/servers/browser';
import { installGlewlwyd, startGlewlwyd, type Glewlwyd } from '../../support/servers/glewlwyd';
import { signIn } from '../../support/servers/glewlwyd/pages';
import { startOrSkip } from '../../support/servers/startOrSkip';

describe('Glewlwyd', () => {
  let server: Glewlwyd;
  let browser: PersonAtBrowser;
  let harness: Harness;

  before(async function () {
    [server, browser] = await startOrSkip(this, installGlewlwyd, startGlewlwyd, startBrowser);
  });

  after(async () => {
    await browser?.stop();
    await server?.stop();
  });

  beforeEach(() => {
    harness = person();
    server.secrets.forEach(registerSecret);
  });

  afterEach(() => {
    harness.scanLog();
    forgetSecrets();
  });

  const person = (options?: HarnessOptions) => browser.createHarness(signIn(server.person), options);

  const profile = (members: Readonly<Record<string, unknown>> = {}): Profile =>
    profileOf({
      issuer: server.issuer,
      clientId: server.clients.app.clientId,
      scope: 'openid orders',
      redirectUri: server.redirectUri,
      ...members,
    });

  it('code and PKCE through its own login and consent pages', async () => {
    proves('glewlwyd', 'authorization_code', 'none', 'pkceS256', 'discovery', 'iss', 'idToken');
    const { record } = await harness.getNew(profile());
    assert.equal(record.account?.label, 'ada@example.com');
    assert.equal(record.tokenSet.scope, 'openid orders');
    assert.match((await harness.lastPage()).text, /close this tab/i);
  });
});

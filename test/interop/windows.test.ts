import assert from 'node:assert/strict';
import { startAuthorizationServer, type AuthorizationServer } from '../support/authorizationServer';
import { createHarness, profileOf } from '../support/harness';
import { forgetSecrets, registerSecret, scanForSecrets } from '../support/secrets';
import { shareFolders, type SharedFolders } from '../support/windows';
import { playRounds } from '../support/windows/rounds';

const minutes = 60_000;

describe('windows that share tokens of oidc-provider', () => {
  let server: AuthorizationServer;
  let folders: SharedFolders;

  beforeEach(async () => {
    server = await startAuthorizationServer();
    folders = await shareFolders();
  });

  afterEach(async () => {
    await folders.remove();
    await server.stop();
    forgetSecrets();
  });

  it('J2: five processes that want an expired token in the same instant make one refresh request, a hundred times', async function () {
    this.timeout(10 * minutes);
    const { issuer, clients } = server;
    const profile = profileOf({
      issuer,
      clientId: clients.demoApp.clientId,
      scope: 'openid offline_access orders.read',
    });
    const harness = createHarness({ keyring: folders.secrets(), storageFolder: folders.storageFolder });
    const { id } = (await harness.getNew(profile)).record;
    const tokens = await playRounds({
      ...{ folders, harness, profile, id, windows: 5, rounds: 100 },
      refreshes: () =>
        server.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length,
    });
    assert.ok(await server.lookUp(tokens.at(-1) ?? ''), 'the last token is good');
    const last = (await harness.refresh(profile, id)).record.tokenSet;
    assert.ok(await server.lookUp(last.accessToken), 'the family is alive');
    server.issued.forEach(registerSecret);
    harness.scanLog();
    scanForSecrets({ folders: [folders.storageFolder] });
  });
});

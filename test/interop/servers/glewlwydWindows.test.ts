import assert from 'node:assert/strict';
import { scanForSecrets } from '../../support/secrets';
import { glewlwyd } from '../../support/servers/glewlwyd';
import { useServer } from '../../support/servers/useServer';
import { shareFolders, type SharedFolders } from '../../support/windows';
import { startRelay, type Relay } from '../../support/windows/relay';
import { playRounds } from '../../support/windows/rounds';

const minutes = 60_000;

describe('windows that share tokens of Glewlwyd', () => {
  const around = useServer(glewlwyd);
  let folders: SharedFolders;
  let relay: Relay;

  beforeEach(async () => {
    folders = await shareFolders();
    relay = await startRelay(() => `${around.server.issuer}/token`);
  });

  afterEach(async () => {
    await folders.remove();
    await relay.stop();
  });

  it('J2: five processes that want an expired token in the same instant make one refresh request, a hundred times', async function () {
    this.timeout(10 * minutes);
    const profile = around.profile({ refreshEndpoint: relay.url });
    const harness = around.person({ keyring: folders.secrets(), storageFolder: folders.storageFolder });
    const { id } = (await harness.getNew(profile)).record;
    await playRounds({
      ...{ folders, harness, profile, id, windows: 5, rounds: 100 },
      refreshes: relay.requests,
    });
    const last = (await harness.refresh(profile, id)).record.tokenSet;
    assert.equal(relay.requests(), 101, 'the family is alive');
    assert.ok(last.refreshToken);
    harness.scanLog();
    scanForSecrets({ folders: [folders.storageFolder] });
  });
});

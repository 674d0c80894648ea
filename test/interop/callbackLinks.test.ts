import assert from 'node:assert/strict';
import type { Host } from '../../src/core/signIn/waysBack';
import { CallbackLinks } from '../../src/vscode/callbacks/links';
import { systemClock } from '../../src/vscode/clock';
import { eventually } from '../support/eventually';
import { FakeClock } from '../support/fakes/clock';
import { FakeSecretStore } from '../support/fakes/secretStore';
import type { HarnessOptions } from '../support/harness';
import { endOf, pasteEnd } from '../support/pasting';
import { editorLink, useWaysBack } from '../support/useWaysBack';
import { shareFolders } from '../support/windows';

describe('an answer that comes as a link which opens the editor', () => {
  const ways = useWaysBack();

  const host: Host = { kind: 'local', appUri: editorLink };
  const profile = () => ways.profileWith({ clientId: 'app-link', redirectUri: editorLink });

  function windowWith(values: Map<string, string>, options: HarnessOptions = {}) {
    const secrets = new FakeSecretStore(values);
    const harness = ways.harnessWith({ host, secrets, ...options });
    const { pendingSignIns, logger } = harness;
    const clock = new FakeClock();
    const links = new CallbackLinks({ pendingSignIns, secrets, clock, logger }, false);
    pendingSignIns.onDidChange(() => links.watch());
    return { harness, links, secrets, clock };
  }

  /** What an editor on the desktop makes of the address that the system gave it. */
  const decoded = (address: string) => ({
    path: '/callback',
    query: decodeURIComponent(new URL(address).search.slice(1)),
  });

  it('F1, F2: the redirect URI goes byte for byte, and the answer comes in by the link', async () => {
    const window = windowWith(new Map(), {
      browse: async (start) => await window.links.open(decoded(await endOf(start, editorLink))),
    });
    const { record } = await window.harness.getNew(profile());
    assert.ok(await ways.server.lookUp(record.tokenSet.accessToken));
    assert.equal(ways.asked().get('redirect_uri'), editorLink);
    assert.equal(ways.exchanges()[0]!.form.get('redirect_uri'), editorLink);
    window.links.dispose();
  });

  it('F6: a link that lands in another window finishes where it began, with exactly one exchange', async () => {
    const values = new Map<string, string>();
    const other = windowWith(values);
    const window = windowWith(values, {
      browse: async (start) => {
        const opened = decoded(await endOf(start, editorLink));
        void other.links.open(opened);
        void other.links.open(opened);
        await eventually('the message', () => [...values.keys()].some((key) => key.includes('callback')));
        for (const key of values.keys()) window.secrets.changed(key);
      },
    });
    const { record } = await window.harness.getNew(profile());
    assert.ok(await ways.server.lookUp(record.tokenSet.accessToken));
    assert.equal(ways.exchanges().length, 1);
    other.links.dispose();
    window.links.dispose();
    await eventually('no message is left', () => ![...values.keys()].some((key) => key.includes('callback')));
  });

  it('F6: the same where the other window is another process: one exchange, and no code is left behind', async () => {
    const folders = await shareFolders();
    try {
      const other = await folders.open({ profile: profile() });
      const secrets = folders.secrets();
      const harness = ways.harnessWith({
        host,
        keyring: secrets,
        storageFolder: folders.storageFolder,
        browse: async (start) => {
          const link = decoded(await endOf(start, editorLink));
          other.open(link);
          other.open(link);
        },
      });
      const { pendingSignIns, logger } = harness;
      const links = new CallbackLinks({ pendingSignIns, secrets, clock: systemClock, logger }, false);
      pendingSignIns.onDidChange(() => links.watch());
      const { record } = await harness.getNew(profile());
      assert.ok(await ways.server.lookUp(record.tokenSet.accessToken));
      assert.equal(ways.exchanges().length, 1);
      links.dispose();
      const keys = await folders.secrets().keys();
      assert.deepEqual(
        keys.filter((key) => key.includes('callback')),
        [],
      );
    } finally {
      await folders.remove();
    }
  });

  it('F1: in a browser the link has an address on the web, and where the editor does not know it the URL is pasted', async () => {
    const web: Host = { kind: 'web', appUri: editorLink };
    const onTheWeb = 'com.example.app:/cb';
    const asked: string[] = [];
    const reached = windowWith(new Map(), {
      host: web,
      reach: (url) => Promise.resolve(asked.push(url) > 0 && url === editorLink ? onTheWeb : url),
      browse: (start) => pasteEnd(reached.harness, start),
    });
    await reached.harness.getNew({ ...profile(), clientId: 'elsewhere' });
    assert.equal(ways.asked().get('redirect_uri'), onTheWeb);
    assert.match(
      reached.harness.steps.join('\n'),
      /Then paste the URL that it ends on, unless it comes back/,
    );

    const lost = windowWith(new Map(), {
      host: web,
      reach: () => Promise.reject(new Error('no address')),
      browse: (start) => pasteEnd(lost.harness, start),
    });
    await lost.harness.getNew(profile());
    assert.equal(ways.exchanges()[1]!.form.get('redirect_uri'), editorLink);
  });

  it('F14: who does not let the browser open the editor can still paste', async () => {
    const window = windowWith(new Map(), { browse: (start) => pasteEnd(window.harness, start) });
    await window.harness.getNew(profile());
    assert.equal(ways.exchanges().length, 1);
  });
});

import assert from 'node:assert/strict';
import { StorageCanary } from '../../../../src/core/tokens/storageCanary';
import { TokenStore } from '../../../../src/core/tokens/tokenStore';
import { createRecordingLogger } from '../../../support/fakes/logger';
import { FakeSecretStore } from '../../../support/fakes/secretStore';
import { eventually } from '../../../support/eventually';
import { storedRecord } from './storedRecord';

/** What outlives a window: the storage folder. */
interface Disk {
  text: string | undefined;
}

function openWindow(secrets: FakeSecretStore, disk: Disk, host = 'host') {
  const logger = createRecordingLogger();
  let told = 0;
  const hostId = () => Promise.resolve(host);
  const canary = new StorageCanary({
    secrets,
    hostId,
    logger,
    file: {
      read: () => Promise.resolve(disk.text),
      write: (text) => Promise.resolve(void (disk.text = text)),
      remove: () => Promise.resolve(void (disk.text = undefined)),
    },
    onLost: () => (told += 1),
  });
  const store = new TokenStore(secrets, hostId, logger, () => Promise.resolve(canary));
  return { canary, store, told: () => told, log: () => logger.lines.join('\n') };
}

describe('the canary of the secret storage', () => {
  let secrets: FakeSecretStore;
  let disk: Disk;

  beforeEach(async () => {
    secrets = new FakeSecretStore();
    disk = { text: undefined };
    const { store } = openWindow(secrets, disk);
    await store.put(storedRecord);
    await eventually('the file', () => disk.text !== undefined);
  });

  /** A window that lists tokens, as the view does. */
  async function restart(values = secrets) {
    const window = openWindow(values, disk);
    await window.store.list();
    await window.canary.check();
    return window;
  }

  it('H4: a window reads nothing of it before tokens are listed', () => {
    secrets.reads.length = 0;
    openWindow(secrets, disk);
    assert.deepEqual(secrets.reads, []);
  });

  it('H4: nothing is said where nothing was ever stored, nor where everything is still there', async () => {
    assert.equal((await restart()).told(), 0);
    disk = { text: undefined };
    const fresh = await restart(new FakeSecretStore());
    assert.equal(fresh.told(), 0);
    assert.equal(fresh.log(), '');
  });

  it('H4: a storage that has lost everything is reported once, with each loss in the log', async () => {
    const first = await restart(new FakeSecretStore());
    await first.store.list();
    assert.equal(first.told(), 1);
    assert.match(first.log(), /has lost/);
    const second = await restart(new FakeSecretStore());
    assert.equal(second.told(), 0);
    assert.match(second.log(), /has lost/);
  });

  it('H4: a storage that keeps nothing beyond a window is reported once, whatever is stored meanwhile', async () => {
    for (const expected of [1, 0, 0]) {
      const memory = new FakeSecretStore();
      const window = await restart(memory);
      assert.equal(window.told(), expected);
      await window.store.put(storedRecord);
      await eventually('the secret', () => [...memory.values.keys()].some((key) => key.includes('canary')));
    }
  });

  it('H4: a loss is seen even where a token is stored before any was listed', async () => {
    const { store, told, canary } = openWindow(new FakeSecretStore(), disk);
    await store.put(storedRecord);
    await canary.plant();
    assert.equal(told(), 1);
  });

  it('H4: a loss after things have gone well again is news', async () => {
    await restart(new FakeSecretStore());
    secrets = new FakeSecretStore();
    const { store, canary } = await restart();
    await store.put(storedRecord);
    await canary.plant();
    await restart();
    assert.equal((await restart(new FakeSecretStore())).told(), 1);
  });

  it('H2: a locked storage has lost nothing, and is looked at again', async () => {
    secrets.failing.add('get');
    const window = await restart();
    assert.equal(window.told(), 0);
    secrets.failing.clear();
    secrets.values.clear();
    await window.canary.check();
    assert.equal(window.told(), 1);
  });

  it('H11: after a reset nothing is missed', async () => {
    const { store } = await restart();
    await store.reset();
    assert.deepEqual([...secrets.values.keys()], []);
    assert.equal((await restart()).told(), 0);
  });

  it('H11: after a reset nothing is missed on another host either, whose file is still there', async () => {
    await (await restart()).store.reset();
    const there = { text: undefined as string | undefined };
    const elsewhere = openWindow(secrets, there, 'another');
    await elsewhere.store.put(storedRecord);
    await eventually('the file', () => there.text !== undefined);
    await (await restart()).store.reset();
    assert.deepEqual([...secrets.values.keys()], ['valetKey.canary.another']);
    const later = openWindow(secrets, there, 'another');
    await later.canary.check();
    assert.equal(later.told(), 0);
  });

  it('H1: the file tells nothing of the secret', () => {
    const [canary] = [...secrets.values].filter(([key]) => key.includes('canary'));
    assert.match(canary?.[1] ?? '', /^[0-9a-f-]{36}$/);
    assert.match(disk.text ?? '', /^[0-9a-f]{64}$/);
  });
});

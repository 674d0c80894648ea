import assert from 'node:assert/strict';
import { ActiveTokens, activeFirst, activeToken } from '../../../../src/core/tokens/activeTokens';
import { TokenStore } from '../../../../src/core/tokens/tokenStore';
import { createRecordingLogger } from '../../../support/fakes/logger';
import { FakeSecretStore } from '../../../support/fakes/secretStore';

const token = (id: string, obtainedAt: number, grantedAt?: number) => ({
  id,
  obtainedAt,
  ...(grantedAt !== undefined && { grantedAt }),
});

function open(secrets = new FakeSecretStore(), host = 'host') {
  const logger = createRecordingLogger();
  return { secrets, logger, active: new ActiveTokens(secrets, () => Promise.resolve(host), logger) };
}

describe('the active token of a profile', () => {
  const [old, recent] = [token('old', 1000), token('recent', 2000)];

  it('T8: is the chosen one', () => {
    assert.equal(activeToken([recent, old], 'old'), old);
    assert.deepEqual(activeFirst([recent, old], 'old'), [old, recent]);
  });

  it('T8: is the newest when none was chosen, or the chosen one is gone', () => {
    assert.equal(activeToken([old, recent], undefined), recent);
    assert.equal(activeToken([old, recent], 'removed'), recent);
    assert.equal(activeToken([], 'removed'), undefined);
    assert.deepEqual(activeFirst([], undefined), []);
  });

  it('T8: a renewal makes none the newest', () => {
    const renewed = token('old', 3000, 1000);
    assert.equal(activeToken([renewed, recent], undefined), recent);
  });
});

describe('ActiveTokens', () => {
  const chosen = async (active: ActiveTokens, ...profiles: string[]) => [...(await active.choices(profiles))];

  it('T8: keeps one small entry a profile, which holds no more than a record’s id', async () => {
    const { secrets, active } = open();
    await active.use('okta dev/1', 'record-1');
    await active.use('other', 'record-2');
    await active.use('okta dev/1', 'record-3');
    assert.deepEqual(
      [...secrets.values],
      [
        ['valetKey.active.host.okta%20dev%2F1', 'record-3'],
        ['valetKey.active.host.other', 'record-2'],
      ],
    );
  });

  it('T8: reads nothing before it is asked, and each entry once', async () => {
    const { secrets, active } = open();
    secrets.values.set('valetKey.active.host.demo', 'record-1');
    let reads = 0;
    const get = secrets.get.bind(secrets);
    secrets.get = (key) => {
      reads += 1;
      return get(key);
    };
    assert.equal(reads, 0);
    assert.deepEqual(await chosen(active, 'demo'), [['demo', 'record-1']]);
    await active.choices(['demo']);
    assert.equal(reads, 1);
  });

  it('T8: the last choice of any window wins, and every window hears of it', async () => {
    const { secrets, active } = open();
    const other = open(new FakeSecretStore(secrets.values)).active;
    await active.use('demo', 'one');
    assert.deepEqual(await chosen(active, 'demo'), [['demo', 'one']]);
    await other.use('demo', 'two');
    const store = new TokenStore(secrets, () => Promise.resolve('host'), createRecordingLogger());
    let heard = 0;
    store.onDidChange(() => (heard += 1));
    secrets.changed('valetKey.active.host.demo');
    assert.equal(heard, 1);
    assert.deepEqual(await chosen(active, 'demo'), [['demo', 'two']]);
  });

  it('T8: writes nothing when nothing changes', async () => {
    const { secrets, active } = open();
    await active.use('demo', 'one');
    let writes = 0;
    secrets.onDidChange(() => (writes += 1));
    await active.use('demo', 'one');
    assert.equal(writes, 0);
  });

  it('law 5: a host with other records has choices of its own', async () => {
    const { secrets, active } = open();
    await active.use('demo', 'one');
    assert.deepEqual(await chosen(open(secrets, 'another').active, 'demo'), []);
  });

  it('H2: what the storage refuses holds in this window, and the log says so', async () => {
    const { secrets, active, logger } = open();
    await active.use('demo', 'one');
    secrets.failing.add('store');
    await active.use('demo', 'two');
    assert.deepEqual(await chosen(active, 'demo'), [['demo', 'two']]);
    assert.match(logger.lines.join('\n'), /refused to keep which token of “demo”/);
    secrets.failing.clear();
    await active.use('demo', 'three');
    assert.deepEqual(await chosen(open(secrets).active, 'demo'), [['demo', 'three']]);
  });

  it('H2: a storage that cannot be read has no choices, and is asked again', async () => {
    const { secrets, active } = open();
    secrets.values.set('valetKey.active.host.demo', 'one');
    secrets.failing.add('get');
    assert.deepEqual(await chosen(active, 'demo', 'other'), []);
    secrets.failing.clear();
    assert.deepEqual(await chosen(active, 'demo'), [['demo', 'one']]);
  });

  it('H11: a reset takes the choices along', async () => {
    const { secrets, active } = open();
    await active.use('demo', 'one');
    await new TokenStore(secrets, () => Promise.resolve('host'), createRecordingLogger()).reset();
    assert.deepEqual([...secrets.values], []);
    assert.deepEqual(await chosen(active, 'demo'), []);
  });
});

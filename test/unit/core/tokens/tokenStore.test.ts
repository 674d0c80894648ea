import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import { TokenStore } from '../../../../src/core/tokens/tokenStore';
import { createRecordingLogger } from '../../../support/fakes/logger';
import { FakeSecretStore } from '../../../support/fakes/secretStore';
import { storedRecord as record } from './storedRecord';

function open(secrets = new FakeSecretStore(), host = 'host') {
  const logger = createRecordingLogger();
  return { secrets, logger, store: new TokenStore(secrets, () => Promise.resolve(host), logger) };
}

describe('TokenStore', () => {
  it('T1: gives back what was put, from another window and after a restart', async () => {
    const { secrets, store } = open();
    assert.equal(await store.put(record), true);
    const restarted = open(secrets);
    assert.deepEqual(await restarted.store.get('one'), record);
  });

  it('lists no secret', async () => {
    const { store } = open();
    await store.put(record);
    const listed = await store.list();
    assert.equal(listed.tokens.length, 1);
    assert.equal(listed.tokens[0]?.hasRefreshToken, true);
    assert.doesNotMatch(JSON.stringify(listed), /access-token-value|refresh-token-value/);
  });

  it('sees a change that another window made', async () => {
    const { secrets, store } = open();
    await store.put(record);
    await store.list();
    const other = open(new FakeSecretStore(secrets.values)).store;
    await other.put({ ...record, label: 'grace@example.com' });
    let heard = '';
    store.onDidChange((id) => (heard = id));
    for (const key of secrets.values.keys()) secrets.changed(key);
    assert.equal(heard, 'one');
    assert.equal((await store.list()).tokens[0]?.label, 'grace@example.com');
  });

  it('law 5: a host with other locks does not see the record', async () => {
    const { secrets, store } = open();
    await store.put(record);
    assert.deepEqual((await open(secrets, 'another-host').store.list()).tokens, []);
  });

  it('H2: a storage that refuses loses neither the new token nor the old one', async () => {
    const { secrets, store, logger } = open();
    await store.put(record);
    secrets.failing.add('store');
    const renewed = { ...record, tokenSet: { ...record.tokenSet, accessToken: 'renewed-token-value' } };
    assert.equal(await store.put(renewed), false);
    assert.deepEqual(await store.get('one'), renewed);
    assert.deepEqual(
      (await store.list()).tokens.map(({ saved }) => saved),
      [false],
    );
    assert.deepEqual(await open(secrets).store.get('one'), record, 'the old one is still stored');
    assert.doesNotMatch(logger.lines.join('\n'), /token-value/);
    secrets.failing.clear();
    assert.equal(await store.put(renewed), true);
    assert.deepEqual(
      (await store.list()).tokens.map(({ saved }) => saved),
      [true],
    );
  });

  it('H3: a value that is listed but not given is reported, and the others are fine', async () => {
    const { secrets, store } = open();
    await store.put(record);
    await store.put({ ...record, id: 'two' });
    secrets.undecipherable.add('valetKey.token.host.one');
    const restarted = open(secrets).store;
    const { tokens, unreadable } = await restarted.list();
    assert.deepEqual(
      tokens.map(({ id }) => id),
      ['two'],
    );
    assert.match(unreadable[0]?.reason ?? '', /keyring/);
    await assert.rejects(
      restarted.get('one'),
      (error) => error instanceof ValetKeyError && error.code === 'storage_failed',
    );
  });

  for (const [what, value] of [
    ['corrupt', '{"version":1,"record":{'],
    ['of an older schema', '{"version":0,"token":"x"}'],
    ['of a newer schema', JSON.stringify({ version: 2, record })],
    ['of a wrong type', '"text"'],
    [
      'with a number for a token',
      JSON.stringify({ version: 1, record: { ...record, tokenSet: { accessToken: 7 } } }),
    ],
  ] as const) {
    it(`H5: a stored value ${what} is set aside, reported, and kept`, async () => {
      const secrets = new FakeSecretStore(new Map([['valetKey.token.host.bad', value]]));
      const { store } = open(secrets);
      await store.put(record);
      const { tokens, unreadable } = await store.list();
      assert.deepEqual(
        tokens.map(({ id }) => id),
        ['one'],
      );
      assert.deepEqual(
        unreadable.map(({ id }) => id),
        ['bad'],
      );
      assert.equal(secrets.values.get('valetKey.token.host.bad'), value, 'never deleted silently');
      await store.remove('bad');
      assert.deepEqual((await store.list()).unreadable, []);
    });
  }

  it('H5: reset removes everything of ours and nothing else', async () => {
    const secrets = new FakeSecretStore(
      new Map([
        ['valetKey.token.host.bad', '{'],
        ['valetKey.token.other-host.x', '{}'],
        ['valetKey.clientSecret.print', 'x'],
        ['someoneElse', 'kept'],
      ]),
    );
    await open(secrets).store.reset();
    assert.deepEqual([...secrets.values.keys()], ['someoneElse']);
  });

  it('H5: reset goes on past what the storage does not let go, and says so', async () => {
    const { secrets, store } = open();
    await store.put(record);
    await store.put({ ...record, id: 'two' });
    secrets.undeletable.add('valetKey.token.host.one');
    await assert.rejects(
      store.reset(),
      (error) => error instanceof ValetKeyError && error.code === 'storage_failed',
    );
    assert.deepEqual([...secrets.values.keys()], ['valetKey.token.host.one']);
    assert.deepEqual(
      (await store.list()).tokens.map(({ id }) => id),
      ['one'],
    );
  });

  it('a read that began before a change does not bring the old state back', async () => {
    const { secrets, store } = open();
    await store.put(record);
    const other = open(secrets).store;
    let goOn = (): void => undefined;
    const reading = new Promise<void>((isReading) => {
      const get = secrets.get.bind(secrets);
      secrets.get = async (key) => {
        const value = await get(key);
        secrets.get = get;
        isReading();
        await new Promise<void>((resolve) => (goOn = resolve));
        return value;
      };
    });
    const listing = other.list();
    await reading;
    await store.put({ ...record, label: 'changed' });
    goOn();
    await listing;
    assert.deepEqual(
      (await other.list()).tokens.map(({ label }) => label),
      ['changed'],
    );
  });

  it('R23: a server’s scope is shown as plain text', async () => {
    const { store } = open();
    await store.put({ ...record, tokenSet: { ...record.tokenSet, scope: `a\u202e\n${'y'.repeat(1000)}` } });
    const scope = (await store.list()).tokens[0]?.scope ?? '';
    assert.doesNotMatch(scope, /[\p{Cc}\p{Cf}]/u);
    assert.ok(scope.length < 600);
  });

  it('H7: a storage that takes a token and does not give it back has not saved it', async () => {
    const { secrets, store, logger } = open();
    await store.put(record);
    secrets.forgetful = true;
    const renewed = { ...record, label: 'renewed' };
    assert.equal(await store.put(renewed), false);
    assert.deepEqual(await store.get('one'), renewed);
    assert.match(logger.lines.join('\n'), /does not give back/);
    secrets.forgetful = false;
    assert.equal(await store.put(renewed), true);
  });

  it('H2: a token that a locked storage did not give is listed again once it does', async () => {
    const { secrets, store } = open();
    await store.put(record);
    secrets.failing.add('get');
    const restarted = open(secrets).store;
    assert.equal((await restarted.list()).unreadable.length, 1);
    secrets.failing.clear();
    assert.deepEqual((await restarted.list()).unreadable, []);
  });

  it('J8: what was not saved gives way to newer tokens of another window, and not to older ones', async () => {
    const { secrets, store } = open();
    const other = open(new FakeSecretStore(secrets.values)).store;
    await store.put({ ...record, generation: 1 });
    secrets.failing.add('store');
    await store.put({ ...record, generation: 2, label: 'not saved' });
    assert.equal((await store.get('one'))?.label, 'not saved');
    assert.equal((await store.list()).tokens[0]?.saved, false);
    await other.put({ ...record, generation: 3, label: 'newer' });
    for (const key of secrets.values.keys()) secrets.changed(key);
    assert.deepEqual(
      (await store.list()).tokens.map(({ label, saved }) => [label, saved]),
      [['newer', true]],
    );
    assert.equal((await store.get('one'))?.label, 'newer');
  });

  it('H10: 200 tokens of 60 KB are read when they are first listed, once each, and held without their secrets', async () => {
    const { secrets, store } = open();
    const tokenSet = { ...record.tokenSet, accessToken: 'x'.repeat(60_000) };
    for (let turn = 0; turn < 200; turn++) await store.put({ ...record, id: `id-${turn}`, tokenSet });
    secrets.reads.length = 0;
    const restarted = open(secrets).store;
    assert.equal(secrets.reads.length, 0);
    const { tokens } = await restarted.list();
    assert.equal(tokens.length, 200);
    assert.ok(JSON.stringify(tokens).length < 100_000);
    await restarted.list();
    assert.equal(secrets.reads.length, 200);
  });

  it('J15: a storm of changes costs one reading of what has changed', async () => {
    const { secrets, store } = open();
    for (const id of ['one', 'two', 'three']) await store.put({ ...record, id });
    const watching = open(secrets).store;
    await watching.list();
    secrets.reads.length = 0;
    for (let turn = 0; turn < 100; turn++) secrets.changed('valetKey.token.host.two');
    await Promise.all([watching.list(), watching.list(), watching.list()]);
    await watching.list();
    assert.deepEqual(secrets.reads, ['valetKey.token.host.two']);
  });

  it('a record from before tokens were counted is read, and one of today by the version before', async () => {
    const { secrets, store } = open();
    const old = JSON.stringify({ version: 1, record });
    secrets.values.set('valetKey.token.host.one', old);
    assert.deepEqual(await store.get('one'), record);
    await store.put({ ...record, generation: 4, needsSignIn: true });
    const written = JSON.parse(secrets.values.get('valetKey.token.host.one') ?? '') as object;
    assert.deepEqual(written, { version: 1, record: { ...record, generation: 4, needsSignIn: true } });
  });

  it('H2: a failing storage still lists what this window holds in memory, and says what failed', async () => {
    const { secrets, store } = open();
    secrets.failing.add('keys').add('store');
    await store.put(record);
    const { tokens, failure } = await store.list();
    assert.deepEqual(
      tokens.map(({ id, saved }) => [id, saved]),
      [['one', false]],
    );
    assert.equal(failure?.code, 'storage_failed');
    assert.ok(failure.hint);
    assert.deepEqual(await store.get('one'), record);
  });
});

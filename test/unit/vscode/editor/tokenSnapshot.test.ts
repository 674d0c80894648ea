import assert from 'node:assert/strict';
import { fingerprint } from '../../../../src/core/profiles/fingerprint';
import { profileKey } from '../../../../src/core/profiles/profileSource';
import { readProfiles, type ProfilesRead } from '../../../../src/core/profiles/readProfiles';
import { ActiveTokens } from '../../../../src/core/tokens/activeTokens';
import type { TokenRecord } from '../../../../src/core/tokens/tokenRecord';
import { TokenStore } from '../../../../src/core/tokens/tokenStore';
import { TokenSnapshot } from '../../../../src/vscode/editor/tokenSnapshot';
import { eventually } from '../../../support/eventually';
import { FakeClock } from '../../../support/fakes/clock';
import { createRecordingLogger } from '../../../support/fakes/logger';
import { FakeSecretStore } from '../../../support/fakes/secretStore';
import { good, readWithWorkspace } from '../../core/profiles/exampleProfiles';
import { recordOf } from '../../core/tokens/exampleTokens';

describe('the snapshot that the editor reads', () => {
  let secrets: FakeSecretStore;
  let store: TokenStore;
  let clock: FakeClock;
  let snapshot: TokenSnapshot;
  let readings: number;
  let read: ProfilesRead;
  let active: ActiveTokens;
  let changes: number;
  let settingsChanged: () => void;

  beforeEach(() => {
    secrets = new FakeSecretStore();
    const hostId = () => Promise.resolve('host');
    const logger = createRecordingLogger();
    store = new TokenStore(secrets, hostId, logger);
    clock = new FakeClock();
    readings = 0;
    read = readProfiles({ demo: good, other: { ...good, clientId: 'other' } });
    active = new ActiveTokens(secrets, hostId, logger);
    changes = 0;
    snapshot = new TokenSnapshot({
      settings: {
        read: () => {
          readings++;
          return Promise.resolve(read);
        },
        onDidChange: (listener: () => void) => {
          settingsChanged = listener;
          return { dispose: () => undefined };
        },
      },
      store,
      active,
      inUse: {
        environments: undefined,
        profileOfFile: () => undefined,
        onDidChange: () => ({ dispose: () => undefined }),
      },
      clock,
    });
    snapshot.onDidChange(() => changes++);
  });
  afterEach(() => snapshot.dispose());

  async function keep(id: string, accessToken: string, clientId = 'app'): Promise<TokenRecord> {
    const [profile] = readProfiles({ demo: { ...good, clientId } }).profiles;
    const print = await fingerprint(profile ?? assert.fail());
    const record = recordOf({ accessToken }, { id, fingerprint: print });
    await store.put(record);
    return record;
  }
  /** Lets what is due happen. */
  const settle = async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    clock.advance(1000);
    await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it('reads nothing before it is asked; the first answer is that nothing is known yet', async () => {
    await keep('one', 'token-one');
    settingsChanged();
    await settle();
    assert.equal(readings, 0);
    assert.equal(snapshot.read(), undefined);
    assert.equal(snapshot.read(), undefined);
    await eventually('the first snapshot', () => changes === 1);
    assert.equal(snapshot.read()?.tokenOf('demo')?.token.id, 'one');
    assert.equal(readings, 1);
  });

  it('reads once however many changes come at a time, and once more for what came meanwhile', async () => {
    await snapshot.loaded();
    for (let index = 0; index < 20; index++) await keep(`token-${index}`, `token-${index}`);
    await settle();
    assert.equal(readings, 2);
    assert.equal(snapshot.read()?.owned.byProfile.get('demo')?.length, 20);
    settingsChanged();
    await settle();
    assert.equal(readings, 3);
    await settle();
    assert.equal(readings, 3);
  });

  it('T8: knows which token of a profile that a workspace shares was chosen', async () => {
    read = readWithWorkspace({ demo: good }, { demo: good });
    const theirs = read.profiles[1] ?? assert.fail();
    for (const [id, obtainedAt] of [
      ['older', 1],
      ['newer', 2],
    ] as const) {
      await store.put(recordOf({}, { id, obtainedAt, fingerprint: await fingerprint(theirs) }));
    }
    await active.use(profileKey(theirs), 'older');
    assert.equal((await snapshot.loaded())?.tokenOf('demo (api)')?.token.id, 'older');
  });

  it('H1: keeps what it knows while the storage is locked, and never rejects', async () => {
    await keep('one', 'token-one');
    await snapshot.loaded();
    secrets.failing.add('keys');
    settingsChanged();
    await settle();
    assert.equal(readings, 2);
    assert.equal(snapshot.read()?.tokenOf('demo')?.token.id, 'one');
    assert.equal(await snapshot.ownerOf('nobody’s'), undefined);
  });

  it('finds whose a token in a file is, and reads each record once until it changes', async () => {
    await keep('one', 'token-one');
    await keep('gone', 'token-gone', 'another client');
    const owner = async (token: string) => {
      const known = await snapshot.ownerOf(token);
      return known && [known.token.id, known.profile?.name];
    };
    assert.deepEqual(await owner('token-one'), ['one', 'demo']);
    assert.deepEqual(await owner('token-gone'), ['gone', undefined]);
    const reads = secrets.reads.length;
    assert.equal(await owner('token-none'), undefined);
    assert.equal(secrets.reads.length, reads);
    await keep('one', 'token-two');
    assert.equal(await owner('token-one'), undefined);
    assert.deepEqual(await owner('token-two'), ['one', 'demo']);
  });
});

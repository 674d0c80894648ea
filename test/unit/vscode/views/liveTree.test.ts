import assert from 'node:assert/strict';
import { fingerprint } from '../../../../src/core/profiles/fingerprint';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { ActiveTokens } from '../../../../src/core/tokens/activeTokens';
import { TokenStore } from '../../../../src/core/tokens/tokenStore';
import { LiveTree } from '../../../../src/vscode/views/liveTree';
import type { Node } from '../../../../src/vscode/views/nodes';
import { TreeOptions } from '../../../../src/vscode/views/treeOptions';
import { createRecordingLogger } from '../../../support/fakes/logger';
import { FakeSecretStore } from '../../../support/fakes/secretStore';
import { good } from '../../core/profiles/exampleProfiles';
import { hour, minute, recordOf, start } from '../../core/tokens/exampleTokens';

const read = readProfiles({ demo: good, other: { ...good, clientId: 'other' } });

describe('the token tree in its view', () => {
  let print: string;
  let secrets: FakeSecretStore;
  let active: ActiveTokens;
  let store: TokenStore;
  let options: TreeOptions;
  let remembered: Map<string, unknown>;
  let tree: LiveTree;
  let now: number;
  let view: {
    visible: boolean;
    message?: string;
    description?: string;
    badge?: { value: number; tooltip: string };
  };
  let drawn: (Node[] | undefined)[];
  let nextDraw: () => Promise<Node[] | undefined>;
  let seen: () => void;

  beforeEach(async () => {
    print = await fingerprint(read.profiles[0]!);
    secrets = new FakeSecretStore();
    const hostId = () => Promise.resolve('host');
    const logger = createRecordingLogger();
    store = new TokenStore(secrets, hostId, logger);
    active = new ActiveTokens(secrets, hostId, logger);
    remembered = new Map();
    options = new TreeOptions({
      get: (key) => remembered.get(key),
      update: (key, value) => Promise.resolve(void remembered.set(key, value)),
    });
    now = start;
    view = { visible: true };
    drawn = [];
    let heard: (rows: Node[] | undefined) => void = () => undefined;
    nextDraw = () => new Promise((resolve) => (heard = resolve));
    const clock = { now: () => now, delay: () => Promise.resolve() };
    const onDidChange = () => ({ dispose: () => undefined });
    const settings = { read: () => Promise.resolve(read), onDidChange };
    const inUse = { environments: undefined, onDidChange };
    const visibility = (listener: (event: { visible: boolean }) => void) => {
      seen = () => listener({ visible: view.visible });
      return { dispose: () => undefined };
    };
    tree = new LiveTree(
      { store, active, settings, inUse, clock, treeOptions: options },
      {
        view: Object.assign(view, { onDidChangeVisibility: visibility }),
        draw: (rows) => {
          drawn.push(rows);
          heard(rows);
        },
      },
    );
    await put('one', start + hour);
    await put('two', start + 2 * hour);
  });
  afterEach(() => {
    tree.dispose();
    store.dispose();
    active.dispose();
  });

  const put = (id: string, expiresAt: number) =>
    store.put({ ...recordOf({ expiresAt }), id, label: id, fingerprint: print });
  const rowsOf = async () => {
    const [demo] = await tree.childrenOf(undefined);
    return await tree.childrenOf(demo);
  };
  const idsOf = (rows: readonly Node[] | undefined) => rows?.map((row) => tree.itemOf(row).id);

  it('J15: 100 changes of one token are one, and draw its row alone, which stays the one that VS Code has', async () => {
    const rows = await rowsOf();
    assert.deepEqual(idsOf(rows), ['profile:demo/token:one', 'profile:demo/token:two']);
    let listings = 0;
    const list = secrets.keys.bind(secrets);
    secrets.keys = () => {
      listings += 1;
      return list();
    };
    const next = nextDraw();
    await put('two', start + 3 * hour);
    const [key] = [...secrets.values.keys()].filter((name) => name.endsWith('.two'));
    for (let change = 0; change < 100; change++) secrets.changed(key ?? '');
    const changed = await next;
    assert.equal(changed?.length, 1);
    assert.equal(changed[0], rows[1]);
    assert.equal(listings, 1);
    assert.equal(drawn.length, 1);
    assert.match(String(tree.itemOf(rows[1]!).description), /^3 h/);
    assert.deepEqual(await rowsOf(), rows);
  });

  it('a token that comes draws its profile, and not the other one', async () => {
    const [demo] = await tree.childrenOf(undefined);
    const next = nextDraw();
    await put('three', start + hour);
    assert.deepEqual(await next, [demo]);
    assert.equal((await tree.childrenOf(demo)).length, 3);
  });

  it('K7: when it is seen again after hours, exactly what changed is drawn', async () => {
    const rows = await rowsOf();
    view.visible = false;
    now = start + 90 * minute;
    view.visible = true;
    seen();
    assert.deepEqual(drawn, [rows]);
    assert.match(String(tree.itemOf(rows[0]!).description), /^active · expired/);
    seen();
    assert.equal(drawn.length, 1);
  });

  it('T8: what is left alone is neither the active one nor another one any more', async () => {
    const rows = await rowsOf();
    assert.deepEqual(rows.map((row) => tree.itemOf(row).contextValue?.includes('other')).sort(), [
      false,
      true,
    ]);
    const next = nextDraw();
    await store.remove('one');
    await next;
    const [left] = await rowsOf();
    const { contextValue, description } = tree.itemOf(left!);
    assert.equal(contextValue, 'token');
    assert.doesNotMatch(String(description), /active/);
  });

  it('counts in a badge what needs action, and says what', async () => {
    await rowsOf();
    assert.equal(view.badge, undefined);
    now = start + 90 * minute;
    seen();
    assert.deepEqual(view.badge, { value: 1, tooltip: '1 token has expired and cannot be renewed' });
    now = start;
    seen();
    assert.equal(view.badge, undefined);
  });

  it('says beside its title and above its rows that a filter is on', async () => {
    await rowsOf();
    options.filterBy({ kind: 'text', text: 'two' });
    assert.deepEqual(drawn, [undefined]);
    assert.equal(view.message, 'Filter: “two”. 1 of 2 tokens is hidden.');
    assert.equal(view.description, 'filtered: “two”');
    assert.equal((await rowsOf()).length, 1);
    options.filterBy(undefined);
    assert.equal(view.message, '');
    assert.equal((await rowsOf()).length, 2);
  });

  it('a grouping that is remembered as something else is the one by profile', async () => {
    remembered.set('valetKey.groupTokensBy', { by: 'colour' });
    assert.deepEqual(idsOf(await tree.childrenOf(undefined)), ['profile:demo', 'profile:other']);
    await options.groupBy('state');
    assert.deepEqual(idsOf(await tree.childrenOf(undefined)), ['state:valid', 'state:no_token']);
    assert.equal(remembered.get('valetKey.groupTokensBy'), 'state');
  });

  it('L8: no id, label, description, tooltip or text for a screen reader holds a secret', async () => {
    for (const row of await rowsOf()) {
      const texts = JSON.stringify([tree.itemOf(row), tree.tooltipOf(row)]);
      assert.ok(texts.includes('Access token of “demo”'));
      assert.ok(!texts.includes('opaque-access-token'));
    }
  });
});

// Runs in an extension host: the rows of the token tree, with many tokens and without any, as VS Code asks for them.
import * as vscode from 'vscode';
import { readProfiles } from '../../src/core/profiles/readProfiles';
import { fingerprint } from '../../src/core/profiles/fingerprint';
import type { TokenRecord } from '../../src/core/tokens/tokenRecord';
import { ActiveTokens } from '../../src/core/tokens/activeTokens';
import { TokenStore } from '../../src/core/tokens/tokenStore';
import { LiveTree } from '../../src/vscode/views/liveTree';
import type { Node } from '../../src/vscode/views/nodes';
import { TreeOptions } from '../../src/vscode/views/treeOptions';
import { createRecordingLogger } from '../support/fakes/logger';
import { FakeSecretStore } from '../support/fakes/secretStore';
import { readTask, writeResult, type TreeResult, type TreeTask, type TreeTimes } from './exchange';

const profileCount = 10;
const hourMs = 3_600_000;

export async function run(): Promise<void> {
  const { tokens, samples } = (await readTask()) as TreeTask;
  const [full, empty]: [TreeTimes[], TreeTimes[]] = [[], []];
  // The first of each warms up and does not count.
  for (let sample = 0; sample <= samples; sample++) {
    full.push(await measure(tokens));
    empty.push(await measure(0));
  }
  const result: TreeResult = { full: full.slice(1), empty: empty.slice(1) };
  await writeResult(result);
}

async function measure(tokens: number): Promise<TreeTimes> {
  const names = [...Array(profileCount).keys()].map((index) => `profile-${index}`);
  const members = { issuer: 'https://login.example.com', clientId: 'bench' };
  const read = readProfiles(Object.fromEntries(names.map((name) => [name, members])));
  const print = read.profiles[0] ? await fingerprint(read.profiles[0]) : '';
  const secrets = new FakeSecretStore();
  const hostId = () => Promise.resolve('bench');
  const logger = createRecordingLogger();
  const store = new TokenStore(secrets, hostId, logger);
  const recordOf = (index: number): TokenRecord => ({
    id: `token-${index}`,
    profile: `profile-${index % profileCount}`,
    fingerprint: print,
    label: `person-${index}@example.com`,
    obtainedAt: Date.now(),
    tokenSet: {
      accessToken: `access-token-${index}`,
      tokenType: 'Bearer',
      expiresAt: Date.now() + hourMs + index * 1000,
      scope: 'openid email orders:read orders:write',
      requestedScope: 'openid email orders:read orders:write',
    },
  });
  for (let index = 0; index < tokens; index++) await store.put(recordOf(index));

  let drawn: (rows: Node[] | undefined) => void = () => undefined;
  const tree = new LiveTree(
    {
      store,
      active: new ActiveTokens(secrets, hostId, logger),
      inUse: { environments: undefined, onDidChange: () => ({ dispose: () => undefined }) },
      clock: { now: () => Date.now(), delay: () => Promise.resolve() },
      settings: { read: () => Promise.resolve(read), onDidChange: () => ({ dispose: () => undefined }) },
      treeOptions: new TreeOptions({ get: () => undefined, update: () => Promise.resolve() }),
    },
    // The view of the extension itself has the name, and a window of the bench shows none.
    {
      view: { visible: true, onDidChangeVisibility: () => new vscode.Disposable(() => undefined) },
      draw: (rows) => drawn(rows),
    },
  );
  try {
    const start = performance.now();
    const roots = await paint(tree, undefined);
    await paint(tree, roots[0]);
    const firstPaintMs = performance.now() - start;

    // Without tokens, one comes; with tokens, one changes.
    const rows = new Promise<Node[] | undefined>((resolve) => (drawn = resolve));
    const changing = performance.now();
    await store.put({ ...recordOf(0), obtainedAt: Date.now() + 1 });
    const changed = (await rows) ?? (await paint(tree, undefined));
    for (const row of changed) {
      tree.itemOf(row);
      await paint(tree, row);
    }
    return { firstPaintMs, changeMs: performance.now() - changing, rowsDrawn: changed.length };
  } finally {
    tree.dispose();
    store.dispose();
  }
}

/** What VS Code asks for when it shows what lies below a row. */
async function paint(tree: LiveTree, parent: Node | undefined): Promise<Node[]> {
  const rows = await tree.childrenOf(parent);
  for (const row of rows) tree.itemOf(row);
  return rows;
}

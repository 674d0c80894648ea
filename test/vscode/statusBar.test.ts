import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { fingerprint } from '../../src/core/profiles/fingerprint';
import { ActiveTokens } from '../../src/core/tokens/activeTokens';
import type { TokenRecord } from '../../src/core/tokens/tokenRecord';
import { TokenStore } from '../../src/core/tokens/tokenStore';
import { ErrorReporter } from '../../src/vscode/errorReporter';
import { InUse } from '../../src/vscode/inUse';
import { ProfileSettings } from '../../src/vscode/settings';
import { WorkspaceApprovals } from '../../src/vscode/workspaceApprovals';
import type { StatusBarDependencies } from '../../src/vscode/views/statusBar';
import { startStatusBar } from '../../src/vscode/views/statusBarStart';
import { writeProfiles } from '../support/extensionHost/profiles';
import { eventually } from '../support/eventually';
import { FakeClock } from '../support/fakes/clock';
import { createRecordingLogger } from '../support/fakes/logger';
import { FakeSecretStore } from '../support/fakes/secretStore';

const MINUTE = 60_000;
const issuer = 'https://login.example.com';

/** The item in a window of its own: its storage, its clock, its workspace; the editor's own status bar. */
function openWindow() {
  const secrets = new FakeSecretStore();
  const calls: string[] = [];
  for (const call of ['keys', 'get'] as const) {
    const original = secrets[call].bind(secrets) as (key: string) => Promise<never>;
    secrets[call] = (key?: string) => {
      calls.push(call);
      return original(key ?? '');
    };
  }
  const logger = createRecordingLogger();
  const clock = new FakeClock();
  const hostId = () => Promise.resolve('host');
  const store = new TokenStore(secrets, hostId, logger);
  const active = new ActiveTokens(secrets, hostId, logger);
  const values = new Map<string, unknown>();
  const memory = {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  } as vscode.Memento;
  const inUse = new InUse(memory);
  const dependencies: StatusBarDependencies = {
    settings: new ProfileSettings(new WorkspaceApprovals(memory), () => undefined),
    store,
    active,
    inUse,
    clock,
    errors: new ErrorReporter(logger),
  };
  const shown: { item?: vscode.StatusBarItem; visible: boolean } = { visible: false };
  const { createStatusBarItem } = vscode.window;
  vscode.window.createStatusBarItem = ((...options: Parameters<typeof createStatusBarItem>) => {
    const item = createStatusBarItem(...options);
    const [show, hide] = [item.show.bind(item), item.hide.bind(item)];
    item.show = () => {
      shown.visible = true;
      show();
    };
    item.hide = () => {
      shown.visible = false;
      hide();
    };
    shown.item = item;
    return item;
  }) as typeof createStatusBarItem;
  const bar = startStatusBar(dependencies);
  const put = async (changes: Partial<TokenRecord> & { readonly left?: number } = {}) => {
    const { left = 60 * MINUTE, ...more } = changes;
    const { profiles } = await dependencies.settings.read();
    const profile = profiles.find(({ name }) => name === (more.profile ?? 'demo'));
    assert.ok(profile);
    const now = clock.now();
    await store.put({
      id: 'one',
      profile: 'demo',
      fingerprint: await fingerprint(profile),
      label: 'ada@example.com',
      obtainedAt: now,
      tokenSet: { accessToken: 'access-token-value', tokenType: 'Bearer', expiresAt: now + left },
      ...more,
    });
  };
  return {
    ...dependencies,
    clock,
    secrets,
    calls,
    put,
    shown,
    tooltip: () => (typeof shown.item?.tooltip === 'string' ? shown.item.tooltip : ''),
    says: (text: string) =>
      eventually(`“${text}” in the status bar`, () => shown.visible && shown.item?.text === text),
    isHidden: () => eventually('the item to be hidden', () => shown.item !== undefined && !shown.visible),
    dispose: () => {
      vscode.window.createStatusBarItem = createStatusBarItem;
      bar.dispose();
    },
  };
}

describe('the status bar item', () => {
  let window: ReturnType<typeof openWindow>;

  before(() => writeProfiles({ demo: { issuer, clientId: 'app' } }));
  beforeEach(() => {
    window = openWindow();
  });
  afterEach(() => window.dispose());
  after(() => writeProfiles(undefined));

  it('law 15: reads nothing before the editor has started, and then keeps out of sight without a token', async () => {
    assert.deepEqual(window.calls, []);
    assert.equal(window.clock.running, 1);
    window.clock.advance(3000);
    await eventually('the storage to be read', () => window.calls.includes('keys'));
    await eventually('the item', () => window.shown.item);
    assert.equal(window.shown.visible, false);
    assert.equal(window.clock.running, 0, 'nothing counts down while it is hidden');
  });

  it('law 15: without a profile nothing is read at all', async () => {
    await writeProfiles({});
    window.clock.advance(3000);
    await writeProfiles(undefined);
    assert.deepEqual(window.calls, []);
    await writeProfiles({ demo: { issuer, clientId: 'app' } });
    await eventually('the storage to be read', () => window.calls.includes('keys'));
  });

  it('T3: counts down in words and colour, with one timer, to the end', async () => {
    await window.put();
    await window.says('$(key) demo 1 h');
    const { item } = window.shown;
    assert.equal(item?.backgroundColor, undefined);
    assert.match(
      window.tooltip(),
      /Access token of “demo”\nada@example\.com\nScope: .*\nExpires: .*\(1 h left\)/,
    );
    for (let minute = 1; minute <= 54; minute++) {
      window.clock.advance(MINUTE);
      await window.says(`$(key) demo ${60 - minute} min`);
      assert.equal(window.clock.running, 1);
    }
    window.clock.advance(2 * MINUTE);
    await window.says('$(key) demo expires in 4 min');
    assert.deepEqual(item?.backgroundColor, new vscode.ThemeColor('statusBarItem.warningBackground'));
    window.clock.advance(4 * MINUTE);
    await window.says('$(key) demo expired');
    assert.deepEqual(item?.backgroundColor, new vscode.ThemeColor('statusBarItem.errorBackground'));
    assert.equal(window.clock.running, 0);
  });

  it('K7: after a sleep of hours the text is right within a minute, however long the token lives', async () => {
    await window.put({ left: 20 * 60 * MINUTE });
    await window.says('$(key) demo 20 h');
    window.clock.advance(8 * 60 * MINUTE);
    await window.says('$(key) demo 12 h');
    assert.equal(window.clock.running, 1);
  });

  it('T3: goes when the token goes, and its timer with it', async () => {
    await window.put();
    await window.says('$(key) demo 1 h');
    await window.store.remove('one');
    await window.isHidden();
    assert.equal(window.clock.running, 0);
  });

  it('J15: a hundred changes at once are read twice at most', async () => {
    await window.put();
    await window.says('$(key) demo 1 h');
    window.calls.length = 0;
    for (let index = 0; index < 100; index++) window.secrets.changed('valetKey.token.host.one');
    await window.put({ label: 'grace@example.com' });
    await eventually('the change', () => window.tooltip().includes('grace@example.com'));
    const readings = window.calls.filter((call) => call === 'keys').length;
    assert.ok(readings <= 4, `${readings} readings`);
  });

  it('T3, T10: is about the profile that was used last, and follows a switch of the environment', async () => {
    const variant = (environment: string) => ({
      issuer,
      clientId: environment,
      group: 'orders',
      environment,
    });
    await writeProfiles({ dev: variant('dev'), test: variant('test'), demo: { issuer, clientId: 'app' } });
    await window.put();
    await window.put({ id: 'two', profile: 'dev' });
    await window.put({ id: 'three', profile: 'test' });
    await window.says('$(key) dev 1 h');
    window.inUse.use('demo');
    await window.says('$(key) demo 1 h');
    window.inUse.use('dev');
    await window.says('$(key) dev 1 h');
    await window.inUse.remember({ orders: 'test' });
    window.inUse.use(undefined);
    await window.says('$(key) test 1 h');
    assert.match(window.tooltip(), /Environment: test of “orders”/);
    await writeProfiles({ demo: { issuer, clientId: 'app' } });
    await window.says('$(key) demo 1 h');
  });

  it('L8: a name is shown as it is, and not at any length', async () => {
    await window.put({ name: '$(trash) and more than there is room for' });
    await window.says('$(key) demo (\\$(trash) and more than…) 1 h');
  });
});

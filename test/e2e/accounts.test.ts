import assert from 'node:assert/strict';
import path from 'node:path';
import { mkdirSync } from 'node:fs';
import { otherPerson } from '../support/authorizationServer/person';
import type { EditorWindow } from '../support/editor/editorWindow';
import { StatusBar } from '../support/editor/statusBar';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';
import { projectFolder } from '../support/projectFolder';
import { signIn } from '../support/signIn';

describe('several accounts, and environments', () => {
  const editor = useEditor();

  const open = async (more: Readonly<Record<string, unknown>> = {}): Promise<EditorWindow> => {
    const { issuer, clients } = editor.server;
    const { clientId } = clients.demoApp;
    // Whoever signs in is asked each time: the browser remembers the last one.
    const demo = {
      issuer,
      clientId,
      scope: 'openid email offline_access orders:read',
      prompt: 'login consent',
    };
    return await editor.open({ profiles: { demo, ...more } });
  };

  it('T8, T3: two accounts: the new one is active, another can be made so and renamed, and the status bar follows', async () => {
    const window = await open();
    const { tokens, notifications, quickInput, page } = window;
    const statusBar = new StatusBar(page);
    await window.getTokenFor('demo');
    await tokens.row(/^Access token demo@example\.com, \d+ min left$/).waitFor();
    await statusBar.item(/^Access token of demo, demo@example\.com, \d+ min$/).waitFor();

    const tab = await window.tabOpenedBy(() => window.run('Get New Access Token'));
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(tab, { person: otherPerson });
    await tab.getByText(/close this tab/i).waitFor();
    await window.closeTab(tab);
    await notifications.saying('Access token for “demo” is ready').waitFor();
    await notifications.clear();
    await tokens.row(/^Access token grace@example\.com, active, \d+ min left$/).waitFor();
    const first = tokens.row(/^Access token demo@example\.com, \d+ min left$/);
    await first.waitFor();
    await statusBar.item(/^Access token of demo, grace@example\.com, \d+ min$/).waitFor();

    await tokens.press(first, 'Use This Token');
    const active = tokens.row(/^Access token demo@example\.com, active, \d+ min left$/);
    await active.waitFor();
    await tokens.row(/^Access token grace@example\.com, \d+ min left$/).waitFor();
    await statusBar.item(/^Access token of demo, demo@example\.com, \d+ min$/).waitFor();

    await tokens.choose(active, 'Rename Token…');
    await quickInput.answer('Rename Token', '  Work ');
    await tokens.row(/^Access token Work \(demo@example\.com\), active, \d+ min left$/).waitFor();
    await statusBar.item(/^Access token of demo, Work \(demo@example\.com\), \d+ min$/).waitFor();
    assert.match(await statusBar.text(), /^demo \(Work\) \d+ min$/);
    await picture(window, 'accounts');

    await window.reload();
    await tokens.row(/^Access token Work \(demo@example\.com\), active, /).waitFor();
    await statusBar.item(/^Access token of demo, Work /).waitFor();
  });

  it('T3: the menu of the status bar copies the header, renews, switches to another token, and shows the view', async () => {
    const window = await open();
    const { tokens, quickInput, notifications, page } = window;
    const statusBar = new StatusBar(page);
    const menu = 'Access token of “demo”';
    await window.getTokenFor('demo');
    await statusBar.item(/^Access token of demo, /).click();
    await quickInput.titled(menu).waitFor();
    await picture(window, 'status-bar-menu');
    await quickInput.choose(menu, 'Copy Bearer Header');
    const header = await copied(window);
    await statusBar.item(/^Access token of demo, /).click();
    await quickInput.choose(menu, 'Refresh Access Token');
    await statusBar.message(/Access token of “demo” refreshed/).waitFor();
    await statusBar.item(/^Access token of demo, /).click();
    await quickInput.choose(menu, 'Copy Bearer Header');
    await eventually('another header on the clipboard', async () => (await copied(window)) !== header);

    await statusBar.item(/^Access token of demo, /).click();
    const tab = await window.tabOpenedBy(() => quickInput.choose(menu, 'Get New Access Token'));
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(tab, { person: otherPerson });
    await tab.getByText(/close this tab/i).waitFor();
    await window.closeTab(tab);
    await notifications.clear();
    await statusBar.item(/^Access token of demo, grace@example\.com, /).click();
    await quickInput.choose(menu, 'Use Another Token…');
    await quickInput.titled('Use This Token').waitFor();
    assert.match(await quickInput.firstRow(), /grace@example\.com · active · \d+ min left/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await statusBar.item(/^Access token of demo, demo@example\.com, /).waitFor();
    await tokens.row(/^Access token demo@example\.com, active, /).waitFor();

    await statusBar.item(/^Access token of demo, /).click();
    await quickInput.escape(menu);
    assert.equal(await notifications.errors.count(), 0);
  });

  it('T10: switches the environment of every group that has it, and says which has not', async () => {
    const { issuer, clients } = editor.server;
    const variant = (group: string, environment: string) => ({
      issuer,
      clientId: clients.demoApp.clientId,
      scope: 'openid email orders:read',
      group,
      environment,
    });
    const window = await editor.open({
      profiles: {
        'orders-dev': variant('orders', 'dev'),
        'orders-test': variant('orders', 'test'),
        'billing-dev': variant('billing', 'dev'),
      },
    });
    const { quickInput, notifications, page } = window;
    const statusBar = new StatusBar(page);
    for (const profile of ['orders-dev', 'orders-test']) {
      const tab = await window.tabOpenedBy(async () => {
        await window.run('Get New Access Token');
        await quickInput.choose('Get New Access Token', profile);
      });
      await window.signInAt(tab);
      await notifications.saying(`Access token for “${profile}” is ready`).waitFor();
      await notifications.clear();
      await statusBar.item(new RegExp(`^Access token of ${profile}, `)).waitFor();
    }

    const switchTo = async (environment: string) => {
      await window.run('Switch Environment…');
      await quickInput.choose('Switch Environment', environment);
    };
    await switchTo('test');
    const said = '1 group is in test now; billing has no test variant.';
    await notifications.saying(said).waitFor();
    await notifications.clear();
    await window.run('Copy Bearer Header');
    await quickInput.titled('Copy Bearer Header').waitFor();
    assert.match(await quickInput.firstRow(), /^orders-test/);
    await picture(window, 'environments');
    await quickInput.escape('Copy Bearer Header');

    await switchTo('dev');
    await notifications.saying('2 groups are in dev now.').waitFor();
    await statusBar.item(/^Access token of orders-dev, /).waitFor();
    // The workspace remembers it.
    await switchTo('test');
    await window.reload();
    await statusBar.item(/^Access token of orders-test, /).waitFor();
    await window.run('Switch Environment…');
    await quickInput.titled('Switch Environment').waitFor();
    await quickInput.row(/test.*1 group · current/).waitFor();
    await quickInput.escape('Switch Environment');
  });

  it('T3: the setting takes the status bar item away; without a token there is none', async () => {
    const window = await editor.open({
      profiles: {
        demo: {
          issuer: editor.server.issuer,
          clientId: editor.server.clients.demoApp.clientId,
          scope: 'openid',
        },
      },
      settings: { 'valetKey.statusBar.enabled': false },
    });
    const statusBar = new StatusBar(window.page);
    await window.getTokenFor('demo');
    await window.tokens.row(/^Access token demo, /).waitFor();
    assert.equal(await statusBar.item(/^Access token of/).count(), 0);
    await window.run('Show Active Token…');
    await window.quickInput.escape('Access token of “demo”');
  });
});

async function copied(window: EditorWindow): Promise<string> {
  return await eventually('a header on the clipboard', async () => {
    const text = await window.clipboard();
    return text.startsWith('Authorization: Bearer ') && text;
  });
}

/** To be looked at by a person: what a test cannot judge. */
async function picture({ page }: EditorWindow, name: string): Promise<void> {
  const folder = path.join(projectFolder, 'out', 'results', 'e2e');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

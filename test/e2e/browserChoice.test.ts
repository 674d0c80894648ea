import assert from 'node:assert/strict';
import { otherPerson } from '../support/authorizationServer/person';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { signIn } from '../support/signIn';

const title = 'Get New Access Token With';
const onServer = /This VS Code is a page in your browser.+it cannot start a program on your machine/;

/** What somebody else could write into a repository, in each form that VS Code reads. */
const ofTheWorkspace = {
  'valetKey.browsers': { 'evil 1': ['/bin/evil'] },
  'valetKey.browsers.evil 2': ['/bin/evil'],
  valetKey: { browsers: { 'evil 3': ['/bin/evil'] } },
};

describe('the choice of a browser and an account', () => {
  const editor = useEditor();

  it('C9: Another Account signs somebody else in; both tokens are there', async () => {
    const window = await open();
    const { quickInput, tokens, notifications } = window;
    await window.getTokenFor('demo');
    await tokens.row(/^Access token demo@example\.com, /).waitFor();

    const before = authorizations().length;
    await window.run(`${title}…`);
    const tab = await window.tabOpenedBy(() => quickInput.choose(title, 'Another Account'));
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await signIn(tab, { person: otherPerson });
    await tab.getByText(/close this tab/i).waitFor();
    await window.closeTab(tab);
    await notifications.saying('Access token for “demo” is ready').waitFor();
    await tokens.row(/^Access token grace@example\.com, active, \d+ min left$/).waitFor();
    assert.ok(await tokens.row(/^Access token demo@example\.com, /).isVisible());
    assert.equal(await tokens.tokens.count(), 2);
    const [asked] = authorizations().slice(before);
    assert.equal(asked?.query.get('prompt'), 'select_account');
  });

  it('C9: from a row’s menu, Sign In Again asks for the password although the browser is signed in', async () => {
    const window = await open();
    const { quickInput, tokens } = window;
    await window.getTokenFor('demo');
    await tokens.choose(tokens.row(/^demo\b/), `${title}…`);
    const tab = await window.tabOpenedBy(() => quickInput.choose(title, 'Sign In Again'));
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await window.signInAt(tab);
    await window.notifications.saying('Access token for “demo” is ready').waitFor();
    assert.equal(await tokens.tokens.count(), 1);
  });

  it('C9: in a window on a server a private window cannot be opened: it says why, and the default browser does', async () => {
    const window = await open({ 'valetKey.browsers': { Work: ['firefox', '-P', 'work'], Bad: [] } });
    const { page, quickInput, tokens, notifications } = window;
    await window.run(`${title}…`);
    await quickInput.titled(title).waitFor();
    for (const label of ['Another Account', 'Sign In Again', 'Private Window', 'Work', 'Default Browser'])
      await page.locator('.quick-input-list .label-name').getByText(label, { exact: true }).waitFor();
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    assert.equal(await page.locator('.quick-input-list', { hasText: 'evil' }).count(), 0);
    await quickInput.choose(title, 'Private Window');
    await notifications.saying(onServer).waitFor();
    assert.equal(authorizations().length, 0);

    const tab = await window.tabOpenedBy(() => notifications.press(onServer, 'Use Default Browser'));
    await window.signInAt(tab);
    await tokens.tokens.waitFor();
    assert.equal(await notifications.errors.count(), 0);
  });

  it('C9: a profile that names a browser says the same; one without a browser has none to choose', async () => {
    const window = await open({ 'valetKey.browsers': { Work: ['firefox'] } }, { browser: 'Work' });
    const { quickInput, tokens, notifications } = window;
    await window.run('Get New Access Token');
    await quickInput.choose('Get New Access Token', 'demo');
    await notifications.saying(onServer).waitFor();
    assert.equal(await tokens.tokens.count(), 0);
    await notifications.clear();

    await window.run(`${title}…`);
    await quickInput.choose(title, 'service');
    await notifications.saying('Valet Key opens no browser for “service” (client_credentials)').waitFor();
  });

  /** The authorization requests of this test. */
  let seen = 0;
  const authorizations = () =>
    editor.server.requests.slice(seen).filter(({ path, query }) => path === '/auth' && query.has('state'));

  /** A profile to sign in with; with members of its own, it has another beside it that needs nobody. */
  async function open(
    settings: Readonly<Record<string, unknown>> = {},
    members?: Readonly<Record<string, unknown>>,
  ): Promise<EditorWindow> {
    const { issuer, clients, requests } = editor.server;
    seen = requests.length;
    const demo = {
      issuer,
      clientId: clients.demoApp.clientId,
      scope: 'openid email orders:read',
      ...members,
    };
    const service = { issuer, clientId: clients.service.clientId, grantType: 'client_credentials' };
    return await editor.open({
      profiles: members ? { demo, service } : { demo },
      settings,
      files: { '.vscode/settings.json': JSON.stringify(ofTheWorkspace) },
    });
  }
});

import assert from 'node:assert/strict';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

describe('what a server is asked and told about a token', () => {
  const editor = useEditor();

  const openWithToken = async (): Promise<EditorWindow> => {
    const { issuer, clients } = editor.server;
    const scope = 'openid profile email offline_access orders:read orders:admin';
    const window = await editor.open({
      profiles: { demo: { issuer, clientId: clients.demoApp.clientId, scope } },
    });
    await window.getTokenFor('demo');
    return window;
  };
  const token = ({ tokens }: EditorWindow) => tokens.row(/^Access token demo@example\.com, /);
  const documentLine = ({ workbench }: EditorWindow, text: RegExp) => workbench.editorLine(text);

  it('E2, E3: from the token’s menu: who signed in, and whether the token is active, each with its details', async () => {
    const window = await openWithToken();
    const { tokens, notifications, page } = window;

    await tokens.choose(token(window), 'Show User Info');
    const info = 'The server says that “demo” is signed in as Demo Person (demo, demo@example.com).';
    await notifications.saying(info).waitFor();
    await notifications.press(info, 'Show Details');
    await page.locator('.tab.active', { hasText: 'User info of demo.json' }).waitFor();
    await documentLine(window, /"email":\s"demo@example\.com"/).waitFor();

    await tokens.choose(token(window), 'Introspect Token');
    const active = /The server says that the access token of “demo” is active for \d+ min more, scope openid/;
    await notifications.saying(active).waitFor();
    await notifications.press(active, 'Show Details');
    await page.locator('.tab.active', { hasText: 'Introspection of demo.json' }).waitFor();
    await documentLine(window, /"active":\strue/).waitFor();
    await documentLine(window, /"exp":\s".*left\)"/).waitFor();
  });

  it('B18, D11: pointing at a token says what was not granted and that its ID token was checked', async () => {
    const window = await openWithToken();
    const label = token(window).locator('.monaco-icon-label');
    const tooltip = window.page.locator('.monaco-hover', { hasText: 'Access token of “demo”' });
    await eventually('the tooltip', async () => {
      // A mouse that comes and moves on the row; a view that is drawn anew meanwhile takes the tooltip away.
      await window.page.mouse.move(800, 400);
      await label.hover({ position: { x: 20, y: 10 } });
      await label.hover({ position: { x: 40, y: 10 } });
      const appeared = tooltip.waitFor({ timeout: 3000 });
      return await appeared.then(() => true).catch(() => undefined);
    });
    await tooltip.getByText('Not granted: orders:admin').waitFor();
    await tooltip.getByText('ID token: signature checked').waitFor();
  });

  it('E1: revokes after a question, removes the token here, and the API takes it no more', async () => {
    const window = await openWithToken();
    const { tokens, notifications } = window;
    await tokens.press(token(window), 'Copy Bearer Header');
    const header = await eventually('a header on the clipboard', async () => {
      return /^Authorization: (Bearer \S+)$/.exec(await window.clipboard())?.[1];
    });

    await tokens.choose(token(window), 'Revoke Token…');
    await tokens.confirm('Revoke the access token “demo@example.com” of “demo”?', 'Cancel');
    assert.ok(await token(window).isVisible());
    const isAccepted = async () => {
      const answer = await fetch(`${editor.api.url}/orders`, { headers: { authorization: header } });
      return answer.status === 200;
    };
    assert.equal(await isAccepted(), true);

    await tokens.choose(token(window), 'Revoke Token…');
    await tokens.confirm('Revoke the access token “demo@example.com” of “demo”?', 'Revoke');
    await notifications
      .saying('The server has revoked the refresh token and the access token. It is removed here, too.')
      .waitFor();
    await tokens.row('Get New Access Token').waitFor();
    assert.equal(await isAccepted(), false);
  });

  it('E1: where the server does not say where tokens are revoked, the person is told so and can remove the token here', async () => {
    const { issuer, clients } = editor.server;
    const window = await editor.open({
      profiles: {
        demo: {
          authorizationEndpoint: `${issuer}/auth`,
          tokenEndpoint: `${issuer}/token`,
          clientId: clients.demoApp.clientId,
          scope: 'orders:read',
        },
      },
    });
    const { tokens, notifications } = window;
    await window.getTokenFor('demo');
    const row = tokens.row(/^Access token, /);
    await window.run('Revoke Token…');
    await tokens.confirm('Revoke the access token “Access token” of “demo”?', 'Revoke');
    const told = /does not say where tokens are revoked.*Write revocationEndpoint in the profile/;
    await notifications.saying(told).waitFor();
    assert.ok(await row.isVisible());
    await notifications.press(told, 'Remove Here Anyway');
    await tokens.row('Get New Access Token').waitFor();
  });

  it('E4: signs out in the browser, and then removes the account’s tokens when asked to', async () => {
    const window = await openWithToken();
    const { tokens, notifications } = window;
    await tokens.choose(token(window), 'Sign Out at Provider…');
    const tab = await window.tabOpenedBy(() =>
      tokens.confirm('Sign out of the provider of “demo”?', 'Sign Out'),
    );
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await tab.getByRole('heading', { name: 'You are signed out' }).waitFor();
    await window.closeTab(tab);
    const told = /Your browser is at 127\.0\.0\.1:\d+ to sign you out of “demo”/;
    await notifications.saying(told).waitFor();
    await notifications.press(told, 'Remove Tokens');
    await tokens.row('Get New Access Token').waitFor();
    assert.equal(await tokens.tokens.count(), 0);
  });
});

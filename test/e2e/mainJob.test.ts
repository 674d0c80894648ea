import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { sendRequest } from '../demo/sendRequest';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

describe('from no token to an answered request', () => {
  const editor = useEditor();

  it('does the main job with the keyboard alone: sign in, consent, insert the header, 200 from the API', async () => {
    const { issuer, person, clients } = editor.server;
    const scope = 'openid email offline_access orders:read';
    const window = await editor.open({
      profiles: {
        demo: { issuer, clientId: clients.demoApp.clientId, scope },
        other: { issuer, clientId: 'other' },
      },
    });
    const { page, quickInput, tokens, notifications, workbench } = window;

    await page.keyboard.press('F1');
    await quickInput.type('valet get new', 'Valet Key: Get New Access Token');
    const tab = await window.tabOpenedBy(() => quickInput.type('demo', 'demo'));
    await tab.getByRole('heading', { name: 'Sign in' }).waitFor();
    await tab.keyboard.type(person.username);
    await tab.keyboard.press('Tab');
    await tab.keyboard.type(person.password);
    await tab.keyboard.press('Enter');
    await tab.getByRole('heading', { name: 'Allow demo-app?' }).waitFor();
    await tab.keyboard.press('Tab'); // Deny
    await tab.keyboard.press('Tab'); // Allow
    await tab.keyboard.press('Enter');
    await tab.getByText(/close this tab/i).waitFor();
    await window.closeTab(tab);

    await notifications.saying('Access token for “demo” is ready').waitFor();
    await tokens.row(/^Access token demo@example\.com, \d+ min left$/).waitFor();
    assert.equal(await tokens.tokens.count(), 1);

    const text = await readFile(window.requestFile, 'utf8');
    const line = text.split('\n').indexOf('GET {{host}}/orders') + 1;
    await page.keyboard.press('Control+P');
    await quickInput.type('requests.http', 'requests.http');
    await page.locator('.tab.active', { hasText: 'requests.http' }).waitFor();
    await page.keyboard.press('Control+G');
    await quickInput.type(String(line), 'to go to line');
    await page.keyboard.press('F1');
    await quickInput.type('valet insert', 'Valet Key: Insert Bearer Header');
    await quickInput.type('demo@', 'demo');
    await workbench.editorLine(/^Authorization:\sBearer\s\S+/).waitFor();
    await workbench.save();
    assert.equal((await sendRequest(window.requestFile, line)).status, 200);
    assert.deepEqual(
      editor.api.requests.map(({ path, status }) => ({ path, status })),
      [{ path: '/orders', status: 200 }],
    );
  });

  it('A11: a person who denies reads so on the page and in the editor, keeps nothing, and can try again', async () => {
    const { issuer, clients } = editor.server;
    const window = await editor.open({
      profiles: { demo: { issuer, clientId: clients.demoApp.clientId, scope: 'openid orders:write' } },
    });
    const { notifications, tokens } = window;
    const tab = await window.tabOpenedBy(() => window.run('Get New Access Token'));
    await window.answerConsent(tab, 'deny');
    await tab.getByText('access_denied — “The person said no.”').waitFor();
    await tab.getByText('No access token').waitFor();
    await window.closeTab(tab);

    await notifications.saying(/access_denied — “The person said no\.”/).waitFor();
    await tokens.row('Get New Access Token').waitFor();
    assert.equal(await tokens.tokens.count(), 0);

    const next = await window.tabOpenedBy(() => notifications.press('access_denied', 'Try Again'));
    await window.signInAt(next);
    await tokens.tokens.waitFor();
    assert.equal(await notifications.errors.count(), 0);
  });

  it('R1: copies header and token from a row; removes the token once the dialog is confirmed', async () => {
    const { issuer, clients } = editor.server;
    const window = await editor.open({
      profiles: { demo: { issuer, clientId: clients.demoApp.clientId, scope: 'openid orders:read' } },
    });
    const { tokens } = window;
    await window.getTokenFor('demo');
    const row = tokens.row(/^Access token demo, /);

    await tokens.press(row, 'Copy Bearer Header');
    const header = await eventually('a header on the clipboard', async () => {
      const text = await window.clipboard();
      return /^Authorization: (Bearer \S+)$/.exec(text)?.[1];
    });
    const answer = await fetch(`${editor.api.url}/orders`, { headers: { authorization: header } });
    assert.equal(answer.status, 200);
    await tokens.choose(row, 'Copy Access Token');
    await eventually('the token on the clipboard', async () => {
      return header === `Bearer ${await window.clipboard()}`;
    });

    await tokens.choose(row, 'Remove Token');
    await tokens.confirm('Remove the access token “demo”?', 'Cancel');
    assert.ok(await row.isVisible());
    await tokens.choose(row, 'Remove Token');
    await tokens.confirm('Remove the access token “demo”?', 'Remove');
    await tokens.row('Get New Access Token').waitFor();
    assert.equal(await tokens.tokens.count(), 0);
  });
});

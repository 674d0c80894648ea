import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

const scope = 'openid profile email offline_access orders:read orders:admin';

describe('the details of a token', () => {
  const editor = useEditor();

  const openWithToken = async (): Promise<EditorWindow> => {
    const { issuer, clients } = editor.server;
    const window = await editor.open({
      profiles: { demo: { issuer, clientId: clients.demoApp.clientId, scope } },
    });
    await window.getTokenFor('demo');
    return window;
  };
  const token = ({ tokens }: EditorWindow) => tokens.row(/^Access token demo@example\.com, /);

  it('L13: open from the row without any secret; show them when asked to, and hide them again', async () => {
    const window = await openWithToken();
    const { workbench, page } = window;
    await showDetails(window, token(window));
    await page.screenshot({ path: '/tmp/details.png' });
    assert.ok(workbench);
  });
});

async function showDetails({ tokens, page }: EditorWindow, row: Locator): Promise<void> {
  await tokens.choose(row, 'Show Token Details');
  await page.locator('.tab.active', { hasText: 'demo · demo@example.com' }).waitFor();
}
void eventually;

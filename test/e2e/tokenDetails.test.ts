import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

const scope = 'openid profile email offline_access orders:read orders:admin';
const account = 'demo@example.com';

describe('a token as a document', () => {
  const editor = useEditor();

  const demo = (scopes: string) => {
    const { issuer, clients } = editor.server;
    return { issuer, clientId: clients.demoApp.clientId, scope: scopes };
  };

  it('L13: its details hold no secret until somebody asks, and then for 30 seconds', async () => {
    const window = await editor.open({ profiles: { demo: demo(scope) } });
    const { workbench, tokens, page } = window;
    await window.getTokenFor('demo');
    const row = tokens.row(/^Access token demo@example\.com, /);
    await tokens.choose(row, 'Copy Access Token');
    const accessToken = await eventually('a token on the clipboard', async () => {
      const copied = await window.clipboard();
      return editor.server.issued.includes(copied) ? copied : undefined;
    });
    const hidden = workbench.editorLine(/^Access\stoken:\s+•••/);
    const shown = workbench.editorLine(new RegExp(`^Access\\stoken:\\s+${literally(accessToken)}`));
    const lens = (name: string) => page.locator('.codelens-decoration a', { hasText: name });

    await tokens.choose(row, 'Show Token Details');
    await page.locator('.tab.active', { hasText: `demo · ${account}` }).waitFor();
    await workbench.editorLine(/^Not\sgranted:\s+orders:admin/).waitFor();
    await workbench.editorLine(/^ID\stoken:\s+yes,\sits\ssignature\swas\schecked/).waitFor();
    await hidden.waitFor();

    await lens('Show Secrets').click();
    await shown.waitFor();
    await lens('Hide Secrets').click();
    await hidden.waitFor();

    await page.getByRole('button', { name: 'Show or Hide Secrets' }).click();
    await shown.waitFor();
    await hidden.waitFor();
    await lens('Show Secrets').waitFor();

    await tokens.choose(row, 'Remove Token');
    await tokens.confirm(`Remove the access token “${account}”?`, 'Remove');
    await workbench.editorLine(/^This\stoken\sis\snot\sthere\sany\smore/).waitFor();
  });

  it('two tokens are compared line by line, in the editor’s own comparison', async () => {
    const window = await editor.open({
      profiles: { narrow: demo('openid email'), wide: demo('openid email orders:read') },
    });
    const { tokens, page, quickInput } = window;
    for (const name of ['narrow', 'wide']) await window.getTokenBelow(name);
    const [narrow, wide] = [tokenOf(tokens.row(/^narrow, /)), tokenOf(tokens.row(/^wide, /))];
    await narrow.click();
    await wide.click({ modifiers: ['ControlOrMeta'] });
    await tokens.choose(wide, 'Compare Tokens');
    await page.locator('.tab.active', { hasText: `narrow · ${account} ↔ wide · ${account}` }).waitFor();
    const added = page.locator('.monaco-diff-editor .modified .view-line', { hasText: /orders:read/ });
    await added.first().waitFor();
    const texts = await page.locator('.monaco-diff-editor').allInnerTexts();
    for (const issued of editor.server.issued) assert.ok(!texts.join('').includes(issued));
    assert.equal(
      await page.locator('.monaco-diff-editor .original .view-line', { hasText: /orders:read/ }).count(),
      0,
    );

    await page.keyboard.press('Escape');
    await narrow.click();
    await tokens.choose(narrow, 'Compare With…');
    await quickInput.choose('Compare Tokens: The Second', 'wide');
    await added.first().waitFor();
  });
});

/** The row below that of a profile. */
function tokenOf(profile: Locator): Locator {
  return profile.locator('xpath=following::*[@role="treeitem"][1]');
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

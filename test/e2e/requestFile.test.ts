import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { useEditor } from '../support/editor/useEditor';

/** Where pictures of what a person sees go, if anybody wants to look at them. */
const pictures = process.env.VALET_KEY_PICTURES;

async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.waitForTimeout(700);
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

describe('a request file', () => {
  const editor = useEditor();

  it('R3, R4, R5: a lens leads to a token and says how long it lives; completion and a placeholder; a hover tells what it is', async () => {
    const { issuer, clients } = editor.server;
    const scope = 'openid email offline_access orders:read';
    const demo = { issuer, clientId: clients.demoApp.clientId, scope, apiBaseUrls: [editor.api.url] };
    const window = await editor.open({
      profiles: { demo, other: { issuer, clientId: 'other' } },
      files: {
        'tokens.http': [
          `@host = ${editor.api.url}`,
          '',
          '### Your orders',
          'GET {{host}}/orders',
          'Accept: application/json',
          '',
          '### Who you are',
          'GET {{host}}/me',
          '',
          '### Elsewhere',
          'GET https://other.example/me',
          '',
        ].join('\n'),
      },
    });
    const { page, workbench, notifications, quickInput } = window;
    const lens = (text: string | RegExp) => page.locator('.codelens-decoration a', { hasText: text });

    await workbench.openFile('tokens.http', 4);
    await lens('demo · no token yet: Get New Access Token').first().waitFor();
    await lens('no profile for other.example: choose…').waitFor();
    await picture(page, '1-lens-without-token');

    const tab = await window.tabOpenedBy(() => lens('no token yet').first().click());
    await window.signInAt(tab);
    await lens(/demo · \d+ min left/)
      .nth(1)
      .waitFor();
    await notifications.clear();
    await picture(page, '2-lens-with-token');

    await lens('Insert Placeholder').first().click();
    await workbench.editorLine(/^Authorization:\sBearer\s\{\{\$auth\.token\("demo"\)\}\}/).waitFor();
    await lens('Insert Placeholder').nth(1).waitFor({ state: 'hidden' });
    await picture(page, '3-placeholder');

    await workbench.openFile('tokens.http', 9);
    await page.keyboard.press('End');
    await page.keyboard.type('\nAuthorization: ', { delay: 30 });
    const suggestions = page.locator('.suggest-widget.visible .monaco-list-row');
    await suggestions
      .filter({ hasText: /demo.*\d+ min left/ })
      .first()
      .waitFor();
    await picture(page, '4-completion');
    await page.keyboard.type('dem', { delay: 30 });
    await suggestions.first().waitFor();
    await picture(page, '5-completion-filtered');
    await page.keyboard.press('Enter');
    await workbench
      .editorLine(/\{\{\$auth\.token\("demo"\)\}\}/)
      .nth(1)
      .waitFor();

    await page.locator('.view-line', { hasText: '$auth.token' }).first().getByText('$auth').first().hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'Get New Access Token' });
    await hover.getByText('42').or(hover.getByText('min left')).first().waitFor();
    await picture(page, '6-hover');

    await page.keyboard.press('Escape');
    await lens(/demo · \d+ min left/)
      .first()
      .click();
    await quickInput.titled('Access token of “demo”').waitFor();
    await picture(page, '7-lens-menu');
    await page.keyboard.press('Escape');

    await lens('no profile for other.example').click();
    await quickInput.choose('Choose Profile for This File', 'other');
    await lens('other · no token yet').waitFor();
    await picture(page, '8-file-choice');
    await workbench.save();
  });

  it('G8: what a file says makes no link in a message, where one would run a command', async () => {
    const { issuer } = editor.server;
    const window = await editor.open({
      profiles: { demo: { issuer, clientId: 'demo' } },
      files: {
        'evil.http': [
          '# @valetkey [Sign in again](command:workbench.action.toggleSidebarVisibility)',
          'GET https://api.example/me',
          '',
          '###',
          'GET https://api.example/{{[Fill them in](command:workbench.action.toggleSidebarVisibility)}}',
          '',
        ].join('\n'),
      },
    });
    const { workbench, notifications } = window;
    for (const [line, words, name] of [
      [2, 'There is no profile', 'Sign in again'],
      [5, 'copied as a curl command with placeholders', 'Fill them in'],
    ] as const) {
      await workbench.openFile('evil.http', line);
      await window.run('Copy as cURL');
      const message = notifications.saying(words).locator('.notification-list-item-message');
      await message.getByText(`[${name}] (command:workbench.action.toggleSidebarVisibility)`).waitFor();
      assert.equal(await message.locator('a').count(), 0);
      await picture(window.page, `9-no-link-${line}`);
      await notifications.clear();
    }
  });
});

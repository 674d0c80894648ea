import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

const opaque = '4f9AqpXz71_bKd83hLQvT0-cW2yR';

describe('what is wrong in a request file', () => {
  const editor = useEditor();

  it('R6, L12: a token that stands there is underlined, the lamp makes a placeholder of it, and the line is gone', async () => {
    const { issuer } = editor.server;
    const window = await editor.open({
      profiles: { shop: { issuer, clientId: 'nobody', apiBaseUrls: ['https://api.example.com'] } },
      files: {
        'leak.http': `GET https://api.example.com/orders\nAuthorization: Bearer ${opaque}\nAccept: */*\n`,
      },
    });
    const { page, quickInput, workbench } = window;
    await page.keyboard.press('Control+P');
    await quickInput.type('leak.http', 'leak.http');
    await page.locator('.tab.active', { hasText: 'leak.http' }).waitFor();

    const underlined = page.locator('.monaco-editor .squiggly-warning');
    await underlined.first().waitFor();
    await page.keyboard.press('F8');
    await page.getByText('A token stands here as it is').first().waitFor();
    await page.keyboard.press('Escape');

    const fix = page.getByText('Use Placeholder of “shop”').first();
    await eventually('the ways out', async () => {
      // The editor opens no menu while it still closes what F8 had opened.
      await page.keyboard.press('Control+.');
      return await fix.waitFor({ timeout: 5000 }).then(
        () => true,
        () => undefined,
      );
    });
    await page.keyboard.press('Enter');
    await workbench.editorLine(/^Authorization:\sBearer\s\{\{\$auth\.token\("shop"\)\}\}/).waitFor();
    await underlined.first().waitFor({ state: 'detached' });
    await workbench.save();
    const file = window.requestFile.replace(/[^/]+$/, 'leak.http');
    await eventually('the file is saved', async () => !(await readFile(file, 'utf8')).includes(opaque));
    assert.match(await readFile(file, 'utf8'), /^Authorization: Bearer \{\{\$auth\.token\("shop"\)\}\}$/m);
  });
});

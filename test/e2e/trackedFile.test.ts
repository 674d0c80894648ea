import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';

const run = promisify(execFile);

/** What a person reads of the dialog, and nothing else. */
const question = 'Write the access token of “demo” into a file that git tracks?';
const explanation =
  'With the next commit everybody who can read the repository can use the token as you. A placeholder is filled in when the request is sent, and leaves no token in the file.';

describe('a request file that git tracks', () => {
  const editor = useEditor();

  const open = async (prepare: (workspace: string) => Promise<void>) => {
    const { issuer, clients } = editor.server;
    const scope = 'openid orders:read';
    const demo = { issuer, clientId: clients.demoApp.clientId, scope, apiBaseUrls: [editor.api.url] };
    return await editor.open({ profiles: { demo }, prepare });
  };

  it('L12: a token goes into it only once the person has agreed; cancelled, the file is as it was', async () => {
    const window = await open(async (cwd) => {
      await run('git', ['init', '--quiet'], { cwd });
      await run('git', ['add', 'requests.http'], { cwd });
    });
    const { page, tokens, workbench, notifications, requestFile } = window;
    await window.getTokenFor('demo');
    const text = await readFile(requestFile, 'utf8');
    const line = text.split('\n').indexOf('GET {{host}}/orders') + 1;
    const dialog = page.getByRole('dialog').filter({ hasText: question });
    const header = workbench.editorLine(/^Authorization:/);
    await workbench.openFile('requests.http', line);

    await window.run('Insert Bearer Header');
    await dialog.getByText(question, { exact: true }).waitFor();
    await dialog.getByText(explanation, { exact: true }).waitFor();
    const buttons = await dialog.getByRole('button').allInnerTexts();
    assert.deepEqual(buttons.filter(Boolean), ['Insert Token', 'Cancel', 'Insert Placeholder Instead']);
    await tokens.confirm(question, 'Cancel');
    await page.locator('.tab.active:not(.dirty)', { hasText: 'requests.http' }).waitFor();
    assert.equal(await header.count(), 0);
    assert.equal(await readFile(requestFile, 'utf8'), text);
    assert.equal(await notifications.errors.count(), 0);

    await window.run('Insert Bearer Header');
    await tokens.confirm(question, 'Insert Token');
    await header.waitFor();
    await workbench.save();
    const written = await eventually('the file on disk', async () => {
      const saved = await readFile(requestFile, 'utf8');
      return saved !== text && saved;
    });
    const inserted = /^Authorization: Bearer (\S+)\n/m.exec(written);
    assert.ok(editor.server.issued.includes(inserted?.[1] ?? ''));
    assert.equal(written.replace(inserted?.[0] ?? '', ''), text);
  });

  it('L12: it is asked about, too, where VS Code has not opened the repository above the folder', async () => {
    const window = await open(async (workspace) => {
      const cwd = path.dirname(workspace);
      await run('git', ['init', '--quiet'], { cwd });
      await run('git', ['add', path.join(workspace, 'requests.http')], { cwd });
    });
    const { page, tokens, workbench } = window;
    await window.getTokenFor('demo');
    const text = await readFile(window.requestFile, 'utf8');
    await workbench.openFile('requests.http', text.split('\n').indexOf('GET {{host}}/orders') + 1);

    await window.run('Insert Bearer Header');
    const asked = 'Write the access token of “demo” into a file of a git repository?';
    const reason = `VS Code has not opened the repository. If git tracks the file: ${explanation}`;
    await page.getByRole('dialog').getByText(reason, { exact: true }).waitFor();
    await tokens.confirm(asked, 'Insert Placeholder Instead');
    await workbench.editorLine(/^Authorization:\sBearer\s\{\{/).waitFor();
  });
});

import assert from 'node:assert/strict';
import { useEditor } from '../support/editor/useEditor';

const folders = { folders: [{ path: '.' }, { path: 'second' }] };

describe('a workspace of several folders', () => {
  const editor = useEditor();

  it('C5: signs in, and keeps the token when the window is loaded anew', async () => {
    const window = await editor.open({
      profiles: { demo: demoProfile() },
      files: {
        'both.code-workspace': JSON.stringify(folders),
        'second/other.http': 'GET http://localhost/\n',
      },
      workspaceFile: 'both.code-workspace',
    });
    await window.getTokenFor('demo');
    await window.reload();
    await window.tokens.row(/^Access token demo, \d+ min left$/).waitFor();
  });

  function demoProfile() {
    return {
      issuer: editor.server.issuer,
      clientId: editor.server.clients.demoApp.clientId,
      scope: 'openid orders:read',
    };
  }
});

describe('a folder that is not trusted', () => {
  const editor = useEditor({ workspaceTrust: true });

  it('C5, G6: the person’s own profiles get their tokens there, and what the folder says changes nothing', async () => {
    const { issuer, clients } = editor.server;
    const own = { issuer, clientId: clients.demoApp.clientId, scope: 'openid orders:read' };
    const theirs = { 'valetKey.profiles': { demo: { ...own, issuer: 'http://127.0.0.1:9/elsewhere' } } };
    const window = await editor.open({
      profiles: { demo: own },
      files: { '.vscode/settings.json': JSON.stringify(theirs) },
    });
    await window.page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    await window.getTokenFor('demo');
    await window.tokens.row(/^Access token demo, \d+ min left$/).waitFor();
    assert.equal(await window.notifications.errors.count(), 0);
  });
});

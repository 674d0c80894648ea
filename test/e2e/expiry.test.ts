import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { sendRequest } from '../demo/sendRequest';
import { useEditor } from '../support/editor/useEditor';

describe('a token that has expired', () => {
  let accessTokenSeconds = 3;
  const editor = useEditor({ accessTokenSeconds: () => accessTokenSeconds });

  it('T5: shows as expired, and is renewed once when its header is inserted', async () => {
    const { issuer, clients, requests } = editor.server;
    accessTokenSeconds = 3;
    requests.length = 0;
    const scope = 'openid offline_access orders:read';
    const window = await editor.open({
      profiles: { demo: { issuer, clientId: clients.demoApp.clientId, scope } },
    });
    const { tokens, workbench } = window;
    await window.getTokenFor('demo');
    await window.reload();
    await tokens.row(/^Access token demo, expired/).waitFor();

    accessTokenSeconds = 3600;
    const line = (await readFile(window.requestFile, 'utf8')).split('\n').indexOf('GET {{host}}/orders') + 1;
    await workbench.openFile('requests.http', line);
    await window.run('Insert Bearer Header');
    await workbench.editorLine(/^Authorization:\sBearer\s\S+/).waitFor();
    await tokens.row(/^Access token demo, \d+ min left/).waitFor();
    await workbench.save();
    assert.equal((await sendRequest(window.requestFile, line)).status, 200);
    const refreshes = requests.filter(({ form }) => form.get('grant_type') === 'refresh_token');
    assert.equal(refreshes.length, 1);
  });
});

import assert from 'node:assert/strict';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';
import { unpackHttpYac } from '../support/httpYac/unpackHttpYac';

describe('httpYac', () => {
  const editor = useEditor({
    unpackMore: (extensionsFolder) => console.log(`    with ${unpackHttpYac(extensionsFolder)}`),
  });

  beforeEach(() => (editor.api.requests.length = 0));

  /** Puts the cursor into the first request of a file, and has httpYac send it. */
  async function send(window: EditorWindow, file: string): Promise<void> {
    await window.workbench.openFile(file, 2);
    await window.workbench.runCommand('httpYac: Send');
  }

  const open = async (apiBaseUrls: readonly string[], files: Readonly<Record<string, string>>) => {
    const { issuer, clients } = editor.server;
    const scope = 'openid offline_access orders:read';
    const demo = { issuer, clientId: clients.demoApp.clientId, scope, apiBaseUrls };
    return await editor.open({ profiles: { demo }, files });
  };
  const answered = async (requests: number) =>
    await eventually(`${requests} answered requests`, () => editor.api.requests.length === requests);

  it('R8, R12: signs in when httpYac sends a request that has no token yet, and sends the next with the same line of JetBrains', async () => {
    const { url } = editor.api;
    const window = await open([url], {
      'scheme.http': `GET ${url}/orders\nAuthorization: valetkey demo\n`,
      'jetbrains.http': `GET ${url}/orders\nAuthorization: Bearer {{$auth.token("demo")}}\n`,
      'unknown.http': `GET ${url}/orders\nAuthorization: Bearer {{$auth.token("demoo")}}\n`,
    });
    const tab = await window.tabOpenedBy(() => send(window, 'scheme.http'));
    await window.signInAt(tab);
    await answered(1);
    await send(window, 'jetbrains.http');
    await answered(2);
    assert.deepEqual(
      editor.api.requests.map(({ status }) => status),
      [200, 200],
    );

    await send(window, 'unknown.http');
    const said = window.notifications.saying(/There is no profile “demoo”.*Did you mean “demo”\?/);
    await said.waitFor();
    assert.equal(
      await window.notifications.errors.count(),
      1,
      'our sentence, and no stack of httpYac beside it',
    );
    assert.equal(editor.api.requests.length, 2);
  });

  it('R7: “Send with Fresh Token” sends through httpYac where REST Client is not there', async () => {
    const { url } = editor.api;
    const window = await open([url], {
      'fresh.http': `GET ${url}/orders\nAuthorization: Bearer {{$auth.token("demo")}}\n`,
    });
    await window.workbench.openFile('fresh.http', 1);
    await window.signInAt(await window.tabOpenedBy(() => window.run('Send with Fresh Token')));
    await answered(1);
    assert.equal(editor.api.requests[0]?.status, 200);
    assert.equal(await window.notifications.errors.count(), 0);
  });

  it('R7, G8: sends REST Client’s placeholder with a token too, and asks about a request that the file names for elsewhere', async () => {
    const { url } = editor.api;
    const placeholder = '{{$processEnv VALET_KEY_DEMO}}';
    const elsewhere = url.replace('127.0.0.1', 'localhost');
    const window = await open([url], {
      'own.http': `GET ${url}/orders\nAuthorization: Bearer ${placeholder}\n`,
      'named.http': `# @ref other\nGET ${url}/orders\nAuthorization: Bearer ${placeholder}\n\n###\n# @name other\nGET ${elsewhere}/orders\nX-Token: ${placeholder}\n`,
    });
    await window.workbench.openFile('own.http', 1);
    await window.signInAt(await window.tabOpenedBy(() => window.run('Send with Fresh Token')));
    await answered(1);
    assert.equal(editor.api.requests[0]?.status, 200);

    await window.workbench.openFile('named.http', 2);
    await window.run('Send with Fresh Token');
    await window.tokens.confirm('Send the access token of “demo” to http://localhost', 'Cancel');
    assert.equal(await window.notifications.errors.count(), 0);
    assert.equal(editor.api.requests.length, 1, 'nothing went elsewhere');
  });

  it('G8, R12: asks before a token goes to a host that its profile is not for; refused, nothing is sent', async () => {
    const { url } = editor.api;
    const window = await open([`${url}/other`], {
      'send.http': `GET ${url}/orders\nAuthorization: Bearer {{$auth.token("demo")}}\n`,
    });
    await window.getTokenFor('demo');
    await send(window, 'send.http');
    await window.tokens.confirm('Send the access token of “demo” to', 'Cancel');
    assert.equal(await window.notifications.errors.count(), 0);

    await send(window, 'send.http');
    await window.tokens.confirm('Send the access token of “demo” to', 'Send Once');
    // Had the first been sent, it would have come before.
    await answered(1);
    assert.equal(editor.api.requests[0]?.status, 200);
  });
});

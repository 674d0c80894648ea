import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { eventually } from '../support/eventually';
import { unpackProbe, unpackRestClient } from '../support/restClient/unpackRestClient';

const folder = mkdtempSync(path.join(tmpdir(), 'valet-key-rest-client-'));
const history = path.join(folder, 'history.json');

describe('REST Client', () => {
  let accessTokenSeconds = 3600;
  const editor = useEditor({
    accessTokenSeconds: () => accessTokenSeconds,
    unpackMore: (extensionsFolder) => {
      unpackProbe(extensionsFolder);
      console.log(`    with ${unpackRestClient(extensionsFolder)}`);
    },
    environment: { VSC_REST_CLIENT_HOME: folder },
  });

  beforeEach(() => {
    accessTokenSeconds = 3600;
    rmSync(history, { force: true });
    mkdirSync(folder, { recursive: true });
    editor.api.requests.length = 0;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('R7, L17: sends a request with a fresh token, renewed first where it has expired; REST Client’s own command then has none', async () => {
    accessTokenSeconds = 3;
    const window = await open({ placeholder: true });
    await window.getTokenFor('demo');
    await window.reload();
    await window.tokens.row(/^Access token demo, expired/).waitFor();
    accessTokenSeconds = 3600;

    await window.workbench.openFile('send.http', requestLine);
    await window.run('Send with Fresh Token');
    await answered(1);
    assert.deepEqual(statuses(), [200]);
    const refreshes = editor.server.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token');
    assert.equal(refreshes.length, 1);

    // The same line, by the neighbour alone: the variable is gone.
    await sendByThemselves(window);
    await answered(2);
    assert.match(editor.api.requests[1]?.authorization ?? '', /^Bearer ?$/);
    // Without the opt-in, their history is theirs.
    const written = await eventually('two requests in the history', () => {
      const text = readIfThere(history);
      return text?.endsWith('\n') && (JSON.parse(text) as unknown[]).length === 2 && text;
    });
    assert.ok(editor.server.issued.some((token) => written.includes(token)));
    const settings = JSON.stringify(await window.readSettings());
    assert.ok(!editor.server.issued.some((token) => settings.includes(token)));
  });

  it('R7, R14: offers to write the placeholder where there is none, and takes the token out of the history', async () => {
    const window = await open({ placeholder: false, settings: { 'valetKey.restClient.scrubHistory': true } });
    await window.getTokenFor('demo');
    await window.workbench.openFile('send.http', requestLine);
    await window.run('Send with Fresh Token');
    await window.notifications.press('no Authorization header', 'Insert Placeholder and Send');
    await window.workbench
      .editorLine(/^Authorization:\sBearer\s\{\{\$processEnv\sVALET_KEY_DEMO\}\}$/)
      .waitFor();
    await answered(1);
    assert.deepEqual(statuses(), [200]);
    const scrubbed = await eventually('the placeholder in the history', () => {
      const text = readIfThere(history);
      return text?.includes('Bearer {{$processEnv VALET_KEY_DEMO}}') && text;
    });
    assert.equal((JSON.parse(scrubbed) as unknown[]).length, 1);
    for (const token of editor.server.issued) assert.ok(!scrubbed.includes(token));
    assert.ok(statSync(history).isFile());
    assert.equal(await window.notifications.errors.count(), 0);
  });

  it('L18: nothing is sent, and nothing stays, when the sign-in is cancelled or the host is refused', async () => {
    const window = await open({ placeholder: true });
    await window.workbench.openFile('send.http', requestLine);
    const tab = await window.tabOpenedBy(() => window.run('Send with Fresh Token'));
    await tab.getByRole('heading').waitFor();
    await window.closeTab(tab);
    await window.notifications.press('Waiting for you to sign in', 'Cancel');
    await sendByThemselves(window);
    await answered(1);
    assert.match(editor.api.requests[0]?.authorization ?? '', /^Bearer ?$/);

    await window.getTokenFor('demo');
    await window.workbench.openFile('send.http', foreignLine);
    await window.run('Send with Fresh Token');
    await window.tokens.confirm('Send the access token of “demo” to http://localhost:', 'Cancel');
    await window.workbench.openFile('send.http', requestLine);
    await window.run('Send with Fresh Token');
    await answered(2);
    assert.deepEqual(statuses(), [401, 200]);
    assert.equal(await window.notifications.errors.count(), 0);
  });

  it('R7, L17: with live variables REST Client’s own command sends the token, and no program inherits it', async () => {
    const window = await open({
      placeholder: true,
      settings: { 'valetKey.restClient.liveVariables': true, 'valetKey.restClient.scrubHistory': true },
    });
    await window.getTokenFor('demo');
    await window.workbench.openFile('send.http', requestLine);
    await sendByThemselves(window);
    await answered(1);
    assert.deepEqual(statuses(), [200]);
    await eventually('the placeholder in the history', () =>
      readIfThere(history)?.includes('Bearer {{$processEnv VALET_KEY_DEMO}}'),
    );

    await window.workbench.runCommand('Probe: Start a Program');
    const printed = path.join(window.places.workspace, 'inherited.json');
    const inherited = await eventually('what a program inherits', () => {
      const text = readIfThere(printed);
      return text?.endsWith('}\n') && text;
    });
    assert.ok(inherited.includes('"PATH"'));
    assert.ok(!inherited.includes('VALET_KEY_DEMO'));
    for (const token of editor.server.issued) assert.ok(!inherited.includes(token));
  });

  it('G8: a token is written without a question where REST Client reads what we do, and only there', async () => {
    const window = await open({ placeholder: true });
    await window.getTokenFor('demo');
    await window.workbench.openFile('send.http', inBodyLine);
    await window.run('Insert Bearer Header');
    await window.tokens.confirm(
      'Insert the access token of “demo” into a request to a host that is not known yet',
      'Cancel',
    );
    await window.workbench.openFile('send.http', requestLine);
    await window.run('Insert Bearer Header');
    await window.workbench.editorLine(/^Authorization:\sBearer\s[^{]/).waitFor();
    assert.equal(await window.workbench.editorLine(/^Authorization:\sBearer\s[^{]/).count(), 1);
    assert.equal(await window.notifications.errors.count(), 0);
  });

  const requestLine = 4;
  const foreignLine = 8;
  const inBodyLine = 14;

  /**
   * A window with a file of requests: one to the API of the profile, one that goes elsewhere, and one that does so for
   * REST Client, with another one in its body.
   */
  async function open({
    placeholder,
    settings = {},
  }: {
    readonly placeholder: boolean;
    readonly settings?: Readonly<Record<string, unknown>>;
  }): Promise<EditorWindow> {
    const { issuer, clients } = editor.server;
    const header = placeholder ? 'Authorization: Bearer {{$processEnv VALET_KEY_DEMO}}' : 'Accept: */*';
    const text = [
      `@host = ${editor.api.url}`,
      '',
      '### The orders',
      'GET {{host}}/orders',
      header,
      '',
      '### Elsewhere',
      `GET ${editor.api.url.replace('127.0.0.1', 'localhost')}/orders`,
      header,
      '',
      '### Elsewhere, with a body',
      `POST ${editor.api.url.replace('127.0.0.1', 'localhost')}/orders`,
      '',
      'GET {{host}}/orders',
      '',
    ];
    return await editor.open({
      profiles: {
        demo: {
          issuer,
          clientId: clients.demoApp.clientId,
          scope: 'openid offline_access orders:read',
          apiBaseUrls: [editor.api.url],
        },
      },
      // Of the real one: its answer opens beside the request, and the keyboard stays where it is.
      settings: { 'rest-client.previewResponsePanelTakeFocus': false, ...settings },
      files: { 'send.http': text.join('\n') },
    });
  }

  async function sendByThemselves({ workbench }: EditorWindow): Promise<void> {
    await workbench.runCommand('Rest Client: Send Request');
  }

  async function answered(count: number): Promise<void> {
    await eventually(`${count} requests at the API`, () => editor.api.requests.length >= count);
    assert.equal(editor.api.requests.length, count);
  }

  function statuses(): number[] {
    return editor.api.requests.map(({ status }) => status);
  }
});

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

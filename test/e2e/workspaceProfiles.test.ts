import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EditorWindow } from '../support/editor/editorWindow';
import { useEditor } from '../support/editor/useEditor';
import { json, startFaultServer, type FaultServer } from '../support/faultServer';

const settingsOf = (profiles: unknown) => JSON.stringify({ 'valetKey.workspaceProfiles': profiles });

describe('profiles that a workspace shares', () => {
  const editor = useEditor();
  let theirServer: FaultServer;

  beforeEach(async () => {
    theirServer = await startFaultServer();
    theirServer.on('/token', json({ access_token: 'token-of-the-other-server', token_type: 'Bearer' }));
  });
  afterEach(() => theirServer.stop());

  /** The person's own; the workspace has one of the same name, with another token endpoint. */
  const service = () => ({
    issuer: editor.server.issuer,
    grantType: 'client_credentials',
    clientId: editor.server.clients.service.clientId,
    scope: 'orders:read',
  });

  const dialogOf = (window: EditorWindow, text: string) =>
    window.page.getByRole('dialog').filter({ hasText: text });
  const answer = async (window: EditorWindow, text: string, button: string) => {
    const dialog = dialogOf(window, text);
    await dialog.waitFor();
    const shown = await dialog.innerText();
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    return shown;
  };
  const giveSecret = async ({ quickInput }: EditorWindow, title: string, secret: string) => {
    await quickInput.titled(title).waitFor();
    await quickInput.password.fill(secret);
    await quickInput.password.press('Enter');
  };

  it('G1, G2, G3: beside a namesake, which keeps its secret: asked for before anything is sent, and again after a change', async () => {
    const theirs = { ...service(), tokenEndpoint: `${theirServer.url}/token` };
    const window = await editor.open({
      profiles: { service: service() },
      files: { '.vscode/settings.json': settingsOf({ service: theirs }) },
    });
    const { tokens, notifications } = window;
    const folder = path.basename(window.places.workspace);
    const name = `service (${folder})`;
    const row = (words: string) =>
      tokens.row(new RegExp(`^service \\(${folder}\\), ${words} · client credentials`));

    await tokens.press(tokens.row(/^service, client credentials/), 'Get New Access Token');
    await giveSecret(window, 'Client secret for “service”', editor.server.clients.service.clientSecret);
    await notifications.saying('Access token for “service” is ready').waitFor();
    await notifications.clear();

    await tokens.press(row('from this workspace · not approved yet'), 'Get New Access Token');
    const question = `The workspace “${folder}” shares the profile “service”. Do you approve it?`;
    const shown = await answer(window, question, 'Cancel');
    for (const part of [
      `issuer: ${editor.server.issuer}`,
      `tokenEndpoint: ${theirServer.url}/token`,
      'anew for the client secret',
    ])
      assert.ok(shown.includes(part), shown);
    assert.equal(await notifications.errors.count(), 0);
    assert.deepEqual(theirServer.requests, []);

    await tokens.press(row('from this workspace · not approved yet'), 'Get New Access Token');
    await answer(window, question, 'Approve');
    await giveSecret(window, `Client secret for “${name}”`, 'given anew');
    await notifications.saying(`Access token for “${name}” is ready`).waitFor();
    await notifications.clear();
    await row('from this workspace').waitFor();
    assert.equal(theirServer.requests.length, 1);
    const { clientSecret } = editor.server.clients.service;
    assert.ok(!JSON.stringify(theirServer.requests).includes(clientSecret));

    await writeFile(
      path.join(window.places.workspace, '.vscode', 'settings.json'),
      settingsOf({ service: { ...theirs, scope: 'orders:read orders:write' } }),
    );
    await tokens.press(row('from this workspace · not approved yet'), 'Get New Access Token');
    const again = await answer(window, 'it has changed since you approved it', 'Cancel');
    assert.ok(again.includes('scope: orders:read orders:write'), again);
    assert.equal(theirServer.requests.length, 1);

    await tokens.press(tokens.row(/^service, client credentials/), 'Get New Access Token');
    await notifications.saying('Access token for “service” is ready').waitFor();
  });

  it('G2: the dialog holds all that a profile says, as long as one can be; what is longer is a mistake of it', async () => {
    const long = `${editor.api.url}/${'a'.repeat(290)}`;
    const urls = Array.from({ length: 20 }, (_, index) => `https://api-${index}.example`);
    const theirs = { ...service(), apiBaseUrls: [long, ...urls, 'https://evil.example'] };
    const window = await editor.open({
      profiles: {},
      files: {
        '.vscode/settings.json': settingsOf({
          theirs,
          endless: { ...theirs, apiBaseUrls: [...theirs.apiBaseUrls, ...urls] },
        }),
      },
    });
    const { tokens, page } = window;
    await tokens.row(/^endless/).waitFor();
    await page.getByText('A profile that a workspace shares is read whole before it is approved').waitFor();

    await tokens.press(tokens.row(/^theirs, from this workspace/), 'Get New Access Token');
    const dialog = dialogOf(window, 'shares the profile “theirs”');
    await dialog.waitFor();
    const lines = (await dialog.innerText()).split('\n').map((line) => line.trim());
    for (const url of theirs.apiBaseUrls) assert.ok(lines.includes(`• ${url}`), url);
    // Each button is there without scrolling, and the last words are seen after it.
    const isWithin = async () =>
      await dialog.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= element.ownerDocument.defaultView!.innerHeight;
      });
    assert.ok(await isWithin());
    await dialog.getByRole('button', { name: 'Approve', exact: true }).click({ trial: true });
    const detail = dialog.locator('.dialog-message-detail');
    const last = await detail.evaluate((element) => {
      const scrolled = element.closest('.dialog-message-container')!;
      scrolled.scrollTop = scrolled.scrollHeight;
      return [element.getBoundingClientRect().bottom, scrolled.getBoundingClientRect().bottom];
    });
    assert.ok(last[0]! <= last[1]! + 1, String(last));
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
  });

  it('G4: of several folders and their file, each is told from the others; none is the person’s own', async () => {
    const theirs = { ...service(), tokenEndpoint: `${theirServer.url}/token` };
    const window = await editor.open({
      profiles: { service: service() },
      files: {
        'both.code-workspace': JSON.stringify({
          folders: [{ path: '.' }, { path: 'second' }],
          settings: {
            'valetKey.profiles': { service: theirs },
            valetKey: { profiles: { service: theirs } },
            'valetKey.workspaceProfiles': { service: theirs },
          },
        }),
        'second/.vscode/settings.json': JSON.stringify({
          'valetKey.profiles': { service: theirs },
          'valetKey.workspaceProfiles': { service: theirs, alone: theirs },
        }),
      },
      workspaceFile: 'both.code-workspace',
    });
    const { tokens, notifications } = window;
    const rowOf = (name: string) =>
      tokens.row(new RegExp(`^${name}, from this workspace · not approved yet`));
    for (const name of ['service \\(both\\)', 'service \\(second\\)', 'alone']) await rowOf(name).waitFor();
    await tokens.press(tokens.row(/^service, client credentials/), 'Get New Access Token');
    await giveSecret(window, 'Client secret for “service”', editor.server.clients.service.clientSecret);
    await notifications.saying('Access token for “service” is ready').waitFor();
    assert.deepEqual(theirServer.requests, []);
  });
});

describe('profiles that a workspace shares which is not trusted', () => {
  const editor = useEditor({ workspaceTrust: true });

  it('G6: are not there until it is trusted; the person’s own are', async () => {
    const demo = {
      issuer: editor.server.issuer,
      clientId: editor.server.clients.demoApp.clientId,
      scope: 'openid',
    };
    const window = await editor.open({
      profiles: { demo },
      files: { '.vscode/settings.json': settingsOf({ shared: demo }) },
    });
    const { tokens, page } = window;
    await page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    await window.getTokenFor('demo');
    await tokens.row(/^Access token demo, /).waitFor();
    assert.equal(await tokens.row(/^shared/).count(), 0);
    await window.workbench.runCommand('Workspaces: Manage Workspace Trust');
    await page.getByRole('button', { name: 'Trust', exact: true }).first().click();
    await window.workbench.showViewContainer('Valet Key');
    await tokens.row(/^shared, from this workspace · not approved yet/).waitFor();
  });
});

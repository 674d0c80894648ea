import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../src/vscode/ids';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  copiedAccessToken,
  serviceProfile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { json, startFaultServer, type FaultServer } from '../support/faultServer';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

/** Opens a document in an editor, with a cursor at the start of each of these lines, counted from 0. */
async function show(document: vscode.TextDocument, ...cursors: number[]): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(document);
  editor.selections = cursors.map((line) => new vscode.Selection(line, 0, line, 0));
  return editor;
}

async function showUntitled(content: string, ...cursors: number[]): Promise<vscode.TextEditor> {
  return await show(await vscode.workspace.openTextDocument({ language: 'http', content }), ...cursors);
}

async function createFile(name: string, content: string): Promise<vscode.TextDocument> {
  const file = path.join(workspaceFolder(), name);
  await writeFile(file, content);
  return await vscode.workspace.openTextDocument(file);
}

function workspaceFolder(): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'no folder is open');
  return folder.uri.fsPath;
}

async function insert(profile = 'service'): Promise<void> {
  await vscode.commands.executeCommand(commands.insertBearerHeader, profile);
}

describe('inserting a Bearer header', () => {
  let messages: ShownMessages;
  let header: string;

  before(async () => {
    const { clientSecret } = readSuiteEnvironment().clients.service;
    await writeProfileAndMoveSecret('service', serviceProfile(), clientSecret);
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'service');
    header = `Authorization: Bearer ${await copiedAccessToken('service')}`;
  });
  beforeEach(() => {
    messages = watchMessages();
  });
  afterEach(async () => {
    messages.stop();
    // One at a time, for an editor that holds changes would ask whether to save them.
    while (vscode.window.activeTextEditor !== undefined) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });
  after(() => writeProfiles(undefined));

  for (const [name, eol] of [
    ['lf.http', '\n'],
    ['crlf.http', '\r\n'],
    ['crlf.rest', '\r\n'],
  ] as const) {
    it(`L4: ${name}: after the last header, with the file's own line endings; one undo takes it back`, async () => {
      const lines = ['# Orders', 'GET https://api.example.com/orders', 'Accept: application/json', '', ''];
      const before = lines.join(eol);
      const { document } = await show(await createFile(name, before), 1);
      await insert();
      assert.equal(document.getText(), lines.toSpliced(3, 0, header).join(eol));
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), before);
      assert.equal(document.isDirty, false);
    });
  }

  it('L4: an Authorization that is there is replaced, a second one removed', async () => {
    const { document } = await showUntitled(
      'GET https://a.example\nauthorization: Basic abc\nAccept: */*\nAuthorization: Bearer old\n\nbody',
      0,
    );
    await insert();
    assert.equal(document.getText(), `GET https://a.example\n${header}\nAccept: */*\n\nbody`);
  });

  it('L4: inserting twice changes nothing the second time', async () => {
    const { document } = await showUntitled('GET https://a.example\n', 0);
    await insert();
    const { version } = document;
    await insert();
    assert.equal(document.getText(), `GET https://a.example\n${header}\n`);
    assert.equal(document.version, version);
  });

  const threeRequests =
    '@host = https://a.example\n\n### one\nGET {{host}}/1\n\n### two\n# a comment\nPOST {{host}}/2\nAccept: */*\n\n{ "text": "Authorization: mine" }\n\n### three\nGET {{host}}/3';
  const withSecond = () => threeRequests.replace('*/*\n', () => `*/*\n${header}\n`);
  for (const [where, line] of [
    ['the delimiter', 5],
    ['a comment', 6],
    ['the request line', 7],
    ['a header', 8],
    ['the body', 10],
  ] as const) {
    it(`L4: several requests, the cursor in ${where} of the second: the second alone gets it`, async () => {
      const { document } = await showUntitled(threeRequests, line);
      await insert();
      assert.equal(document.getText(), withSecond());
    });
  }

  it('L4: several cursors: each request that has one gets it once; one undo takes all back', async () => {
    const { document } = await showUntitled(threeRequests, 13, 3, 7, 10);
    await insert();
    const expected = `${withSecond().replace('/1\n', () => `/1\n${header}\n`)}\n${header}`;
    assert.equal(document.getText(), expected);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), threeRequests);
  });

  it('L4: a selection stays where it was', async () => {
    const editor = await showUntitled('GET https://a.example\n\nbody of the request', 0);
    editor.selection = new vscode.Selection(2, 0, 2, 4);
    await insert();
    assert.equal(editor.document.lineAt(1).text, header);
    assert.equal(editor.document.getText(editor.selection), 'body');
  });

  for (const [name, content] of [
    ['no request', '# only a comment\n'],
    ['an empty file', ''],
    ['a curl command', 'curl https://a.example'],
  ] as const) {
    it(`L4: ${name}: nothing changes, and one message says why`, async () => {
      const { document } = await showUntitled(content, 0);
      await insert();
      assert.equal(document.getText(), content);
      assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
      assert.match(messages.errors[0] ?? '', /^There is no request here|^This request is a curl command/);
    });
  }

  describe('into the fences of Markdown', () => {
    const fences =
      '# Orders\n\n```http\nGET https://a.example/1\nAccept: */*\n```\n\n1. Then\n\n   ```rest\n   POST https://a.example/2\n\n   {}\n   ```\n\nGET https://a.example/prose\n';
    const inBoth = () =>
      fences.replace('*/*\n', () => `*/*\n${header}\n`).replace('/2\n', () => `/2\n   ${header}\n`);

    async function showMarkdown(...cursors: number[]): Promise<vscode.TextEditor> {
      return await show(
        await vscode.workspace.openTextDocument({ language: 'markdown', content: fences }),
        ...cursors,
      );
    }

    it('L4: each that has a cursor gets it, as far in as its fence; one undo takes all back', async () => {
      const { document } = await showMarkdown(3, 12, 2);
      await insert();
      assert.equal(document.getText(), inBoth());
      const { version } = document;
      await insert();
      assert.equal(document.version, version, 'the second time nothing changes');
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), fences);
    });

    it('L4: the cursor in prose: nothing changes, and one message says why', async () => {
      const { document } = await showMarkdown(15, 0, 7);
      await insert();
      assert.equal(document.getText(), fences);
      assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
      assert.match(messages.errors[0] ?? '', /^There is no request here/);
    });
  });

  it('L4: a document of another language: nothing changes, and one message says why', async () => {
    const content = 'GET https://a.example\n';
    const { document } = await show(
      await vscode.workspace.openTextDocument({ language: 'plaintext', content }),
      0,
    );
    await insert();
    assert.equal(document.getText(), content);
    assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
    assert.match(messages.errors[0] ?? '', /^There is no request to insert a header into/);
  });

  describe('into a read-only document', () => {
    const content = 'GET https://a.example\n';

    async function refuses(document: vscode.TextDocument): Promise<void> {
      await show(document, 0);
      await insert();
      assert.equal(document.getText(), content);
      assert.equal(document.isDirty, false);
      assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
      assert.match(messages.errors[0] ?? '', /^The header was not inserted\. .*read-only/);
    }

    it('L4: of another extension: nothing changes, and one message says why', async () => {
      const provider = vscode.workspace.registerTextDocumentContentProvider('valet-key-test', {
        provideTextDocumentContent: () => content,
      });
      try {
        await refuses(
          await vscode.workspace.openTextDocument(vscode.Uri.parse('valet-key-test:/virtual.http')),
        );
      } finally {
        provider.dispose();
      }
    });

    it('L4: that the settings make read-only: nothing changes, and one message says why', async () => {
      const files = vscode.workspace.getConfiguration('files');
      await files.update('readonlyInclude', { '**/readonly.http': true }, vscode.ConfigurationTarget.Global);
      try {
        await refuses(await createFile('readonly.http', content));
      } finally {
        await files.update('readonlyInclude', undefined, vscode.ConfigurationTarget.Global);
      }
    });
  });

  describe('of a server that means harm', () => {
    const content = 'GET https://a.example\n\n###\nGET https://b.example\n';
    let server: FaultServer;

    beforeEach(async () => {
      server = await startFaultServer();
    });
    afterEach(() => server.stop());

    async function getToken(accessToken: string): Promise<void> {
      server.on('/token', json({ access_token: accessToken, token_type: 'Bearer', expires_in: 3600 }));
      const profile = {
        grantType: 'client_credentials',
        tokenEndpoint: `${server.url}/token`,
        clientId: 'somebody',
      };
      await writeProfileAndMoveSecret('hostile', profile, 'a secret for the hostile');
    }

    for (const [name, token] of [
      ['a token with line endings and a request', 'abc\r\n\r\n###\r\nGET http://evil.example'],
      ['a token with a variable', 'abc{{$processEnv SECRET}}'],
    ] as const) {
      it(`L5: ${name} is not inserted`, async () => {
        await getToken(token);
        const { document } = await showUntitled(content, 0);
        await insert('hostile');
        assert.equal(server.requests.length, 1);
        assert.equal(document.getText(), content);
        assert.equal(messages.errors.length, 1, messages.errors.join('\n'));
        assert.ok(!messages.all.join().includes('abc'), 'a message holds the token');
      });
    }

    it('L5: a token that looks like a delimiter stays a header of its request', async () => {
      await getToken('###');
      const { document } = await showUntitled(content, 0);
      await insert('hostile');
      assert.equal(
        document.getText(),
        content.replace('\n', () => '\nAuthorization: Bearer ###\n'),
      );
    });
  });
});

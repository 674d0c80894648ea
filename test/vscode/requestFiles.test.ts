import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { commands, settings } from '../../src/vscode/ids';
import { eventually } from '../support/eventually';
import { hoverAt } from '../support/extensionHost/hovers';
import { watchMessages, type ShownMessages } from '../support/extensionHost/messages';
import {
  copiedAccessToken,
  serviceProfile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { readSuiteEnvironment } from '../support/suiteEnvironment';

const api = 'https://api.example.com';

async function show(content: string, language = 'http', cursor = 0): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  const editor = await vscode.window.showTextDocument(document);
  editor.selections = [new vscode.Selection(cursor, 0, cursor, 0)];
  return editor;
}

async function showFile(name: string, text: string): Promise<vscode.TextEditor> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = path.join(folder?.uri.fsPath ?? assert.fail('no folder is open'), name);
  await writeFile(file, text);
  return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

/** Those of ours, as `line: title`. */
async function lensesOf({ uri }: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
  );
  return lenses
    .filter(({ command }) => command?.command.startsWith('valetKey.'))
    .map(({ range, command }) => `${range.start.line}: ${command?.title.replace('\u00a0', ' ')}`);
}

async function completionsAt({ uri }: vscode.TextDocument, line: number, column: number) {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    new vscode.Position(line, column),
  );
  return list.items.filter(({ insertText }) => /VALET_KEY|auth\.token|^service$/.test(insertText as string));
}

/** Answers modal questions, which no extension host shows in a test. */
function answerWith(title: string | undefined): { readonly questions: string[]; stop(): void } {
  const window = vscode.window as unknown as Record<'showWarningMessage', (...args: unknown[]) => unknown>;
  const original = window.showWarningMessage;
  const questions: string[] = [];
  window.showWarningMessage = (message, _, ...items) => {
    questions.push(String(message));
    return Promise.resolve((items as vscode.MessageItem[]).find((item) => item.title === title));
  };
  return { questions, stop: () => (window.showWarningMessage = original) };
}

describe('in request files', () => {
  let messages: ShownMessages;
  let token: string;

  async function writeService(more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { clientSecret } = readSuiteEnvironment().clients.service;
    const profile = { ...serviceProfile(), apiBaseUrls: [api], ...more };
    await writeProfileAndMoveSecret('service', profile, clientSecret);
  }

  before(async () => {
    await writeService();
    await vscode.commands.executeCommand(commands.getNewAccessToken, 'service');
    token = await copiedAccessToken('service');
  });
  beforeEach(() => {
    messages = watchMessages();
  });
  afterEach(async () => {
    messages.stop();
    while (vscode.window.activeTextEditor !== undefined) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });
  after(() => writeProfiles(undefined));

  /** Waits until the lenses say this: profiles that were just written are read after a moment. */
  async function lensesAre(document: vscode.TextDocument, ...expected: RegExp[]): Promise<void> {
    let latest: string[] = [];
    await eventually(`lenses ${expected.join(', ')}`, async () => {
      latest = await lensesOf(document);
      return latest.length === expected.length && expected.every((one, at) => one.test(latest[at] ?? ''));
    }).catch(() => assert.deepEqual(latest, expected));
  }

  for (const [where, eol] of [
    ['an untitled document', '\n'],
    ['a file with CRLF', '\r\n'],
  ] as const) {
    it(`R3: ${where}: each request says which token it is sent with`, async () => {
      const text = [
        `GET ${api}/one`,
        '',
        '###',
        'GET https://other.example/two',
        'Authorization: Basic abc',
        '',
        '###',
        `GET ${api}/three`,
        'Authorization: Bearer {{$processEnv VALET_KEY_SERVICE}}',
      ].join(eol);
      const editor = eol === '\n' ? await show(text) : await showFile('lenses.http', text);
      await lensesAre(
        editor.document,
        /^0: \$\(key\) service · .+ left$/,
        /^0: Insert Placeholder$/,
        /^0: Insert Header$/,
        /^7: \$\(key\) service · .+ left$/,
      );
    });
  }

  it('R3: fences of Markdown have them, too, and other Markdown has none', async () => {
    const { document } = await show(`# Title\n\nGET ${api}\n\n\`\`\`http\nGET ${api}\n\`\`\`\n`, 'markdown');
    await lensesAre(document, /^5: \$\(key\) service/, /^5: Insert Placeholder/, /^5: Insert Header/);
    const editor = await show(`# Title\n\nGET ${api}\n\nxxx\nGET ${api}\n`, 'markdown');
    assert.deepEqual(await lensesOf(editor.document), []);
    await editor.edit((builder) => builder.replace(new vscode.Range(4, 0, 4, 3), '```http'));
    await lensesAre(editor.document, /^5: \$\(key\) service/, /^5: Insert Placeholder/, /^5: Insert Header/);
  });

  it('R3: of 10,000 requests those have some that are near what is seen', async () => {
    const text = Array.from({ length: 10_000 }, (_, at) => `###\nGET ${api}/${at}\n`).join('\n');
    const editor = await showFile('many.http', text);
    const atTop = await lensesOf(editor.document);
    assert.ok(atTop.length > 30 && atTop.length < 900, String(atTop.length));
    const line = 19_999;
    editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.InCenter);
    await eventually('lenses of where the person looks', async () =>
      (await lensesOf(editor.document)).some((lens) => lens.startsWith(`${line}:`)),
    );
    assert.ok((await lensesOf(editor.document)).length < 900);
  });

  it('R3: a setting turns them off', async () => {
    const { document } = await show(`GET ${api}`);
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update(settings.codeLensEnabled, false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lensesOf(document), []);
    } finally {
      await configuration.update(settings.codeLensEnabled, undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('R3: of the token itself they say whose it is', async () => {
    const { document } = await show(`GET https://other.example\nAuthorization: Bearer ${token}`);
    await lensesAre(
      document,
      /^0: \$\(key\) service, written out · .+ left$/,
      /^0: Use Placeholder Instead$/,
    );
    assert.ok(!(await lensesOf(document)).join().includes(token));
  });

  it('R4: completion after Authorization:, in CRLF and in a fence, replaces the value alone', async () => {
    const text = `\`\`\`http\r\nGET ${api}\r\nAuthorization: Bearer old\r\n\`\`\`\r\n`;
    for (const [language, line, content] of [
      ['markdown', 2, text],
      ['http', 1, text.split('\r\n').slice(1, 3).join('\r\n')],
    ] as const) {
      const { document } = await show(content, language);
      const [first] = await completionsAt(document, line, 'Authorization: Bearer '.length);
      assert.equal(first?.insertText, '{{$auth.token("service")}}');
      const { inserting } = first.range as { inserting: vscode.Range };
      const range = first.range instanceof vscode.Range ? first.range : inserting;
      assert.equal(document.getText(range), 'old');
    }
  });

  it('R5: a hover says what a token or a placeholder is, and never shows the token', async () => {
    const { document } = await show(
      `GET ${api}\nAuthorization: Bearer ${token}\n\n###\nGET ${api}\nAuthorization: Bearer {{$auth.token("service")}}`,
    );
    const literal = await hoverAt(document, 1, 30);
    assert.match(literal, /The access token of \*\*service\*\* itself · .*left/);
    assert.ok(!literal.includes(token));
    assert.match(await hoverAt(document, 5, 30), /^\*\*service\*\* · .*left/);
    assert.equal(await hoverAt(document, 0, 8), '');
  });

  it('L4: Insert Bearer Placeholder writes one into each request with a cursor, in one undo step, and gets no token', async () => {
    const text = `GET ${api}/1\r\n\r\n###\r\nGET ${api}/2\r\nauthorization: Basic x\r\n\r\n###\r\nGET ${api}/3`;
    const editor = await show(text);
    editor.selections = [0, 4].map((line) => new vscode.Selection(line, 0, line, 0));
    await vscode.commands.executeCommand(commands.insertBearerPlaceholder);
    const header = 'Authorization: Bearer {{$auth.token("service")}}';
    assert.equal(
      editor.document.getText(),
      text.replace('/1', `/1\r\n${header}`).replace('authorization: Basic x', header),
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
    assert.deepEqual(messages.all, []);
  });

  it('R3: a lens works on its own request, wherever the cursor is', async () => {
    const editor = await show(`GET ${api}/1\n\n###\nGET ${api}/2`);
    const place = { uri: editor.document.uri, line: 3 };
    await vscode.commands.executeCommand(commands.insertBearerPlaceholder, 'service', place);
    assert.match(editor.document.getText(), /\/2\nAuthorization: Bearer \{\{/);
    assert.doesNotMatch(editor.document.getText(), /\/1\nAuthorization/);
  });

  it('L15: before a token goes into a request for elsewhere a person is asked; no leaves the file as it was', async () => {
    const text = 'GET https://evil.example/me';
    const { document } = await show(text);
    const refused = answerWith(undefined);
    try {
      await vscode.commands.executeCommand(commands.insertBearerHeader, 'service');
      assert.deepEqual(refused.questions, [
        'Insert the access token of “service” into a request to https://evil.example?',
      ]);
      assert.equal(document.getText(), text);
    } finally {
      refused.stop();
    }
    const allowed = answerWith('Insert Once');
    try {
      await vscode.commands.executeCommand(commands.insertBearerHeader, 'service');
      assert.equal(document.getText(), `${text}\nAuthorization: Bearer ${token}`);
    } finally {
      allowed.stop();
    }
  });

  it('R2, R12: into a request for its host the token goes without a question', async () => {
    const { document } = await show(`GET ${api}/me`);
    await vscode.commands.executeCommand(commands.insertBearerHeader);
    assert.equal(document.getText(), `GET ${api}/me\nAuthorization: Bearer ${token}`);
    assert.deepEqual(messages.all, []);
  });

  it('R15: the header and prefix that the profile says, replacing that header', async () => {
    await writeService({ tokenHeader: 'X-Api-Key', tokenPrefix: '' });
    const { document } = await show(`GET ${api}/me\nAuthorization: Basic x\nx-api-key: old`);
    await vscode.commands.executeCommand(commands.insertBearerHeader);
    assert.equal(document.getText(), `GET ${api}/me\nAuthorization: Basic x\nX-Api-Key: ${token}`);
    await vscode.commands.executeCommand(commands.copyBearerHeader, 'service');
    assert.equal(await vscode.env.clipboard.readText(), `X-Api-Key: ${token}`);
    await writeService();
  });

  it('L16: a token for the URL is not inserted; the placeholder is, with a warning', async () => {
    await writeService({ tokenQueryParameter: 'key' });
    const { document } = await show(`GET ${api}/me?x=1`);
    await vscode.commands.executeCommand(commands.insertBearerHeader);
    assert.equal(document.getText(), `GET ${api}/me?x=1`);
    assert.match(
      messages.errors[0] ?? '',
      /goes into the URL, as its parameter “key”.*Insert Bearer Placeholder/,
    );
    await vscode.commands.executeCommand(commands.insertBearerPlaceholder);
    assert.equal(document.getText(), `GET ${api}/me?x=1&key={{$auth.token("service")}}`);
    assert.match(messages.all.at(-1) ?? '', /which servers and proxies write into their logs/);
    await writeService();
  });
});

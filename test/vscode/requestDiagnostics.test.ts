import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { systemClock } from '../../src/vscode/clock';
import { findingsOf } from '../../src/core/requestFiles/diagnostics/sectionFindings';
import { RequestDiagnostics } from '../../src/vscode/editor/requestDiagnostics';
import { RequestDocuments } from '../../src/vscode/editor/requestDocuments';
import type { TokenSnapshot } from '../../src/vscode/editor/tokenSnapshot';
import { trackingOf } from '../../src/vscode/editor/gitTracked';
import { commands, diagnosticSource, settings } from '../../src/vscode/ids';
import { eventually } from '../support/eventually';
import {
  copiedAccessToken,
  serviceProfile,
  writeProfileAndMoveSecret,
  writeProfiles,
} from '../support/extensionHost/profiles';
import { readSuiteEnvironment } from '../support/suiteEnvironment';
import { knowledgeOf } from '../unit/core/requestFiles/diagnostics/marked';

const run = promisify(execFile);
const opaque = '4f9AqpXz71_bKd83hLQvT0-cW2yR';

function folder(): string {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? assert.fail('no folder is open');
}

async function show(document: vscode.TextDocument): Promise<vscode.TextDocument> {
  await vscode.window.showTextDocument(document);
  return document;
}

async function showUntitled(content: string, language = 'http'): Promise<vscode.TextDocument> {
  return await show(await vscode.workspace.openTextDocument({ language, content }));
}

async function showFile(name: string, content: string): Promise<vscode.TextDocument> {
  const file = path.join(folder(), name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return await show(await vscode.workspace.openTextDocument(file));
}

function ours(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === diagnosticSource);
}

/** How bad, what, and the text that is marked. */
function marked(document: vscode.TextDocument): string[] {
  return ours(document).map(
    ({ severity, code, range }) =>
      `${vscode.DiagnosticSeverity[severity]} ${typeof code === 'string' ? code : ''}: ${document.getText(range)}`,
  );
}

async function becomes(document: vscode.TextDocument, ...expected: string[]): Promise<void> {
  let seen: string[] = [];
  await eventually(`the diagnostics ${expected.join(', ')}`, () => {
    seen = marked(document);
    return JSON.stringify(seen) === JSON.stringify(expected);
  }).catch((cause: unknown) => assert.fail(`${String(cause)} There are ${seen.join(', ')}`));
}

async function fixesOf(document: vscode.TextDocument, index = 0): Promise<vscode.CodeAction[]> {
  const diagnostic = ours(document)[index] ?? assert.fail('there is no diagnostic');
  return await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
    20,
  );
}

async function apply(document: vscode.TextDocument, title: string): Promise<void> {
  const found = await fixesOf(document);
  const fix = found.find((one) => one.title === title);
  assert.ok(fix, `${title} is not among ${found.map((one) => one.title).join(', ')}`);
  if (fix.edit !== undefined) await vscode.workspace.applyEdit(fix.edit);
  if (fix.command !== undefined) {
    await vscode.commands.executeCommand(
      fix.command.command,
      ...((fix.command.arguments ?? []) as unknown[]),
    );
  }
}

/** No token that another suite got is its own, for it has another fingerprint (law 2). */
function tokenless(): Record<string, unknown> {
  const { issuer } = readSuiteEnvironment();
  return { ...serviceProfile(), userinfoEndpoint: `${issuer}/diagnostics` };
}

const literal = `Warning valetKey.literalToken: ${opaque}`;
const variable = '{{$processEnv VALET_KEY_SERVICE}}';

describe('diagnostics in request files', () => {
  afterEach(async () => {
    while (vscode.window.activeTextEditor !== undefined) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });
  after(() => writeProfiles(undefined));

  for (const [name, eol] of [
    ['diagnosed.http', '\n'],
    ['diagnosed-crlf.rest', '\r\n'],
  ] as const) {
    it(`L12: ${name}: a literal token is marked, and becomes a placeholder; one undo takes it back`, async () => {
      await writeProfiles({ api: { ...tokenless(), apiBaseUrls: ['https://api.example.com'] } });
      const lines = ['GET https://api.example.com/me', `Authorization: Bearer ${opaque}`, 'Accept: */*', ''];
      const document = await showFile(name, lines.join(eol));
      await becomes(document, literal);
      await apply(document, 'Use Placeholder of “api”');
      const [first, , ...rest] = lines;
      // Without REST Client, the form that httpYac and JetBrains know.
      const changed = [first, 'Authorization: Bearer {{$auth.token("api")}}', ...rest].join(eol);
      assert.equal(document.getText(), changed);
      await becomes(document, 'Hint valetKey.missingToken: {{$auth.token("api")}}');
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), lines.join(eol));
      await becomes(document, literal);
      await apply(document, 'Remove This Header');
      assert.equal(document.getText(), [first, ...rest].join(eol));
      await becomes(document);
    });
  }

  it('L12: in the fences of Markdown, also in one that is typed later', async () => {
    const document = await showUntitled(`Authorization: Bearer ${opaque}\n`, 'markdown');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# Title\n\n```http\nGET https://a.example\n');
    edit.insert(document.uri, new vscode.Position(1, 0), '```\n');
    await vscode.workspace.applyEdit(edit);
    await becomes(document, literal);
    assert.equal(ours(document)[0]?.range.start.line, 4);
  });

  it('L12: every literal token of a file becomes a placeholder at once', async () => {
    await writeProfiles({ api: serviceProfile() });
    const request = `GET https://api.example.com/me\nAuthorization: Bearer ${opaque}\n`;
    const document = await showUntitled(`${request}\n###\n${request}\n###\n@token = ${opaque}\n`);
    await becomes(document, literal, literal, literal);
    await apply(document, 'Replace Every Literal Token in This File');
    assert.equal(document.getText().includes(opaque), false);
    assert.equal(document.getText().split('{{$auth.token("api")}}').length, 4);
  });

  it('follow what a person types, and a token that comes and goes', async () => {
    const { clientSecret } = readSuiteEnvironment().clients.service;
    await writeProfileAndMoveSecret('service', tokenless(), clientSecret);
    const document = await showUntitled(`GET https://a.example\nAuthorization: Bearer ${variable}\n`);
    await becomes(document, `Information valetKey.missingToken: ${variable}`);
    await apply(document, 'Get New Access Token of “service”');
    await becomes(document);
    // The very token that is kept: its profile comes first.
    const token = await copiedAccessToken('service');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(1, 22, 1, 22 + variable.length), token);
    await vscode.workspace.applyEdit(edit);
    await eventually('the token is marked', () => ours(document)[0]?.code === 'valetKey.literalToken');
    assert.equal((await fixesOf(document))[0]?.title, 'Use Placeholder of “service”');
    await writeProfiles(undefined);
    await vscode.commands.executeCommand('undo');
    await becomes(document, `Warning valetKey.unknownProfile: ${variable}`);
  });

  it('T20: an address is added to the profile', async () => {
    await writeProfiles({ api: { ...serviceProfile(), apiBaseUrls: ['https://api.example.com'] } });
    const document = await showUntitled('# @valetkey api\nGET https://other.example/me\n');
    await becomes(document, 'Warning valetKey.foreignHost: api');
    await apply(document, 'Add https://other.example to apiBaseUrls of “api”');
    await becomes(document);
    const { api } = vscode.workspace
      .getConfiguration()
      .get<Record<string, { apiBaseUrls: string[] }>>(settings.profiles, {});
    assert.deepEqual(api?.apiBaseUrls, ['https://api.example.com', 'https://other.example']);
  });

  it('L12: a stronger word where git tracks the file, once it does', async () => {
    const document = await showFile(
      'repository/tracked.http',
      `GET https://a.example\nAuthorization: Bearer ${opaque}\n`,
    );
    await becomes(document, literal);
    const cwd = path.join(folder(), 'repository');
    await run('git', ['init', '--quiet'], { cwd });
    assert.equal(await trackingOf(document.uri), 'untracked');
    await vscode.commands.executeCommand('git.openRepository', cwd);
    await run('git', ['add', 'tracked.http'], { cwd });
    await vscode.commands.executeCommand('git.refresh');
    await becomes(document, literal.replace('Warning', 'Error'));
    assert.match(ours(document)[0]?.message ?? '', /git tracks/);
    assert.equal(await trackingOf(document.uri), 'tracked');
    await run('git', ['rm', '--cached', '--quiet', 'tracked.http'], { cwd });
    await vscode.commands.executeCommand('git.refresh');
    await becomes(document, literal);
  });

  it('can be turned off and on', async () => {
    const document = await showUntitled(`GET https://a.example\nAuthorization: Bearer ${opaque}\n`);
    await becomes(document, literal);
    const configuration = vscode.workspace.getConfiguration();
    await configuration.update(settings.diagnosticsEnabled, false, vscode.ConfigurationTarget.Global);
    await becomes(document);
    await configuration.update(settings.diagnosticsEnabled, undefined, vscode.ConfigurationTarget.Global);
    await becomes(document, literal);
  });

  it('law 15: of 10,000 requests, look at one after a change of one line', async () => {
    const content = Array.from(
      { length: 10_000 },
      (_, index) => `### ${index}\nGET https://api.example.com/${index}\nAuthorization: Bearer ${opaque}\n`,
    ).join('\n');
    let looked = 0;
    const { known } = knowledgeOf();
    const never = { dispose: () => undefined };
    const snapshot = {
      read: () => known,
      onDidChange: () => never,
      ownerOf: () => Promise.resolve(undefined),
    };
    const requestDocuments = new RequestDocuments();
    const diagnostics = new RequestDiagnostics({
      clock: systemClock,
      requestDocuments,
      snapshot: snapshot as unknown as TokenSnapshot,
      evaluate: (source, knowledge) => {
        looked += source.section.requests.length;
        return findingsOf(source, knowledge);
      },
    });
    try {
      const file = path.join(folder(), 'large.http');
      await writeFile(file, content);
      // Not shown, so that the extension itself does not look at it.
      const document = await vscode.workspace.openTextDocument(file);
      diagnostics.watch(document);
      await eventually('all are looked at', () => ours(document).length === 1000);
      assert.equal(looked, 10_000);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, document.lineAt(6).range, 'Authorization: Bearer <token>');
      await vscode.workspace.applyEdit(edit);
      await eventually('the second is right', () =>
        ours(document).every(({ range }) => range.start.line !== 6),
      );
      assert.ok(looked - 10_000 <= 2, `${looked - 10_000} were looked at`);
    } finally {
      diagnostics.dispose();
      requestDocuments.dispose();
    }
  });

  it('know the commands that they lead to', async () => {
    const all = await vscode.commands.getCommands(true);
    for (const id of [
      commands.getNewAccessToken,
      commands.addProfile,
      commands.addApiBaseUrl,
      commands.openProfile,
    ])
      assert.ok(all.includes(id), id);
  });
});

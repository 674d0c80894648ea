import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { RequestFile, type RequestFileKind } from '../../src/core/requestFiles/requestFile';
import { isRequestDocument, linesOf, RequestDocuments } from '../../src/vscode/editor/requestDocuments';

const block = '### one\nGET https://a.example/1\nAccept: */*\n\n{}\n\n';
const content = block.repeat(400);

function contentOf(file: RequestFile) {
  const { kind, lineCount, requestCount, variables } = file;
  return { kind, lineCount, requestCount, variables, requests: file.requestsBetween(0, lineCount) };
}

describe('the requests of open documents', () => {
  let documents: RequestDocuments;

  beforeEach(() => {
    documents = new RequestDocuments();
  });
  afterEach(async () => {
    documents.dispose();
    while (vscode.window.activeTextEditor !== undefined) {
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    }
  });

  async function open(language: string, text = content): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument({ language, content: text });
    await vscode.window.showTextDocument(document);
    return document;
  }

  /** What is kept is what reading the document anew gives. */
  function assertTrue(document: vscode.TextDocument, kind: RequestFileKind = 'http'): void {
    const fresh = RequestFile.parse(linesOf(document), kind);
    assert.deepEqual(contentOf(documents.fileOf(document)), contentOf(fresh));
  }

  /** Edits, and says whether what stands far from it was kept and not read anew. */
  async function edited(document: vscode.TextDocument, edit: () => Thenable<unknown>): Promise<boolean> {
    const before = new Set(documents.fileOf(document).requestsBetween(0, 1e9));
    const { version } = document;
    await edit();
    assert.notEqual(document.version, version, 'nothing was edited');
    const after = documents.fileOf(document).requestsBetween(0, 1e9);
    assertTrue(document);
    return after.some((request) => before.has(request));
  }

  it('follow typing, edits in several places at once, undo and redo, and read again only what was touched', async () => {
    const document = await open('http');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.selection = new vscode.Selection(8, 0, 8, 0);
    assert.ok(await edited(document, () => vscode.commands.executeCommand('type', { text: 'X' })));
    const several = () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(1, 0), '@a = 1\n');
      edit.replace(document.uri, new vscode.Range(600, 0, 606, 3), '###');
      edit.insert(document.uri, new vscode.Position(1200, 0), 'A: 1\nB: 2');
      edit.delete(document.uri, new vscode.Range(1800, 0, 1806, 0));
      return vscode.workspace.applyEdit(edit);
    };
    await edited(document, several);
    await edited(document, () => vscode.commands.executeCommand('undo'));
    await edited(document, () => vscode.commands.executeCommand('redo'));
    editor.selections = [2, 500, 501, 2000].map((line) => new vscode.Selection(line, 0, line, 0));
    assert.ok(await edited(document, () => vscode.commands.executeCommand('type', { text: 'Y' })));
    await edited(document, () => vscode.commands.executeCommand('editor.action.deleteLines'));
    await edited(document, () => vscode.commands.executeCommand('editor.action.moveLinesUpAction'));
    await edited(document, () => vscode.commands.executeCommand('undo'));
  });

  it('follow a change of all line endings, and of the whole text', async () => {
    const document = await open('http');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    await edited(document, () => editor.edit((builder) => builder.setEndOfLine(vscode.EndOfLine.CRLF)));
    assert.equal(documents.fileOf(document).requestsBetween(0, 9)[0]?.headers[0]?.value, '*/*');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    await edited(document, () => editor.edit((builder) => builder.replace(all, 'GET https://b.example')));
    assert.equal(documents.fileOf(document).requestCount, 1);
  });

  it('follow a change of the language', async () => {
    const text = '```http\nGET https://a.example\n```\nGET https://b.example\n';
    const document = await open('markdown', text);
    assertTrue(document, 'markdown');
    assert.equal(documents.fileOf(document).requestCount, 1);
    const changed = await vscode.languages.setTextDocumentLanguage(document, 'http');
    assertTrue(changed, 'http');
    assert.equal(documents.fileOf(changed).requestCount, 2);
  });

  it('are read of any scheme, and of no other language', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('valet-key-requests', {
      provideTextDocumentContent: () => content,
    });
    try {
      const uri = vscode.Uri.parse('valet-key-requests:/virtual.http');
      const document = await vscode.workspace.openTextDocument(uri);
      assert.ok(isRequestDocument(document));
      assert.equal(documents.fileOf(document).requestCount, 400);
    } finally {
      provider.dispose();
    }
    assert.ok(!isRequestDocument(await open('plaintext')));
  });
});

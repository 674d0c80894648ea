import * as vscode from 'vscode';
import type { LineChange, LineSource } from '../../core/requestFiles/lineSource';
import { RequestFile, type RequestFileKind } from '../../core/requestFiles/requestFile';

/** Whether requests can stand in a document: in a request file, or in the fences of Markdown. */
export function isRequestDocument(document: vscode.TextDocument): boolean {
  return kindOf(document) !== undefined;
}

/** Whether the cursor is in a request, so that something can be inserted there. */
export function isAtRequest(files: RequestDocuments): boolean {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isRequestDocument(editor.document)) return false;
  return files.fileOf(editor.document).requestAt(editor.selection.active.line) !== undefined;
}

function kindOf({ languageId }: vscode.TextDocument): RequestFileKind | undefined {
  return languageId === 'http' || languageId === 'markdown' ? languageId : undefined;
}

export function linesOf(document: vscode.TextDocument): LineSource {
  return { lineCount: document.lineCount, lineAt: (line) => document.lineAt(line).text };
}

interface Entry {
  readonly version: number;
  readonly file: RequestFile;
}

/**
 * The parsed files of open documents. One is read when it is first asked for; from then on each change reads anew what
 * it touched (law 15), until the document is closed.
 */
export class RequestDocuments implements vscode.Disposable {
  readonly #entries = new Map<vscode.TextDocument, Entry>();
  readonly #subscriptions = [
    vscode.workspace.onDidChangeTextDocument((event) => this.#update(event)),
    // Of a document whose language changes VS Code says that it was closed, and opened again.
    vscode.workspace.onDidCloseTextDocument((document) => this.#entries.delete(document)),
  ];

  /** The document's requests as they stand now. A document that is closed is read each time; of another language, as a request file. */
  fileOf(document: vscode.TextDocument): RequestFile {
    const kind = kindOf(document) ?? 'http';
    const known = this.#entries.get(document);
    if (known?.version === document.version && known.file.kind === kind) return known.file;
    const file = RequestFile.parse(linesOf(document), kind);
    if (!document.isClosed) this.#entries.set(document, { version: document.version, file });
    return file;
  }

  dispose(): void {
    this.#entries.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #update({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const known = this.#entries.get(document);
    if (known === undefined || contentChanges.length === 0) return;
    const { version } = document;
    // A version that was never heard of is a change that was missed: the whole text is read when it is asked for.
    if (version !== known.version + 1) this.#entries.delete(document);
    else {
      const file = known.file.updateAll(contentChanges.map(lineChange), linesOf(document));
      this.#entries.set(document, { version, file });
    }
  }
}

/** A change as lines that became others. */
export function lineChange({ range, text }: vscode.TextDocumentContentChangeEvent): LineChange {
  return {
    firstLine: range.start.line,
    oldLineCount: range.end.line - range.start.line + 1,
    newLineCount: text.split(/\r\n|\r|\n/).length,
  };
}

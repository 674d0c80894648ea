import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import { mayHoldRequests } from '../../core/requestFiles/markdownFences';

/**
 * Whether Markdown documents hold requests: looked through once, and then only where they change, so that one without
 * costs next to nothing.
 */
export class HttpFences implements Disposable {
  readonly #known = new WeakMap<vscode.TextDocument, boolean>();
  readonly #subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (this.#known.get(document) !== false) return;
    const isOpened = contentChanges.some(({ range, text }) => {
      const last = range.start.line + (text.match(/\n/g)?.length ?? 0);
      const end = document.validatePosition(new vscode.Position(last, Number.MAX_SAFE_INTEGER));
      return mayHoldRequests(
        document.getText(new vscode.Range(range.start.line, 0, end.line, end.character)),
      );
    });
    // Several changes at once count lines in one another's text: then the next question looks through all.
    if (isOpened) this.#known.set(document, true);
    else if (contentChanges.length > 1) this.#known.delete(document);
  });

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Once there was one the answer stays: whether it is still there, the parser says. */
  areIn(document: vscode.TextDocument): boolean {
    const known = this.#known.get(document);
    if (known !== undefined) return known;
    const found = mayHoldRequests(document.getText());
    this.#known.set(document, found);
    return found;
  }
}

import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';

/** Lines from the first to the last, both among them. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** What is looked at before anything was scrolled; each lens more costs at each keystroke. */
const LEAST_LINES = 30;

/**
 * Which lines of a large document are worth working on: those that are seen, and a screen above and below them.
 * Tells when somebody looks at others.
 */
export class ShownLines implements Disposable {
  readonly #covered = new WeakMap<vscode.TextDocument, readonly LineRange[]>();
  readonly #moved = new vscode.EventEmitter<void>();
  /** Lines that were not worked on came into sight. */
  readonly onDidMove = this.#moved.event;
  readonly #subscription = vscode.window.onDidChangeTextEditorVisibleRanges(
    ({ textEditor, visibleRanges }) => {
      const covered = this.#covered.get(textEditor.document);
      if (covered === undefined) return;
      const isCovered = visibleRanges.every(({ start, end }) =>
        covered.some(({ first, last }) => first <= start.line && end.line <= last),
      );
      if (isCovered) return;
      // Said once; until the next question everything else is as good as covered.
      this.#covered.delete(textEditor.document);
      this.#moved.fire();
    },
  );

  dispose(): void {
    this.#subscription.dispose();
    this.#moved.dispose();
  }

  /** Remembers that these lines of a document are worked on. */
  cover(document: vscode.TextDocument): readonly LineRange[] {
    const seen = vscode.window.visibleTextEditors
      .filter((editor) => editor.document === document)
      .flatMap(({ visibleRanges }) => visibleRanges)
      .map(({ start, end }) => ({ first: start.line, last: end.line }));
    const covered = (seen.length > 0 ? seen : [{ first: 0, last: 0 }]).map(({ first, last }) => {
      const margin = Math.max(last - first, LEAST_LINES);
      const end = document.lineCount - 1;
      return { first: Math.max(0, first - margin), last: Math.min(end, last + margin) };
    });
    this.#covered.set(document, covered);
    return covered;
  }

  /** All of a document is worked on. */
  coverAll(document: vscode.TextDocument): void {
    this.#covered.delete(document);
  }
}

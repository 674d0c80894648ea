import * as vscode from 'vscode';
import type { Disposable } from '../core/ports';

const SCHEME = 'valetkey';

/**
 * What servers answered, as read-only documents that live as long as they are open. Neither their address nor their
 * title holds anything of what they say.
 */
export class AnswerDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  #subscriptions: Disposable[] = [];
  #shown = 0;

  /** @param title names the document; `.json` is added, so that it is coloured as what it is */
  async show(title: string, text: string): Promise<void> {
    if (this.#subscriptions.length === 0) this.#register();
    this.#shown += 1;
    const path = titlePath(`${title}.json`);
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: String(this.#shown) });
    this.#texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#texts.get(uri.toString());
  }

  dispose(): void {
    for (const subscription of this.#subscriptions.splice(0)) subscription.dispose();
    this.#texts.clear();
  }

  /** When the first one is shown: most windows never show any. */
  #register(): void {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
    ];
  }
}

/** The path of a document with this title, which is its last part. */
export function titlePath(title: string): string {
  return `/${title.replaceAll(/[/\\]/g, '∕')}`;
}

import type * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import type { Services } from '../commands/command';
import { TokenSnapshot } from './tokenSnapshot';

/** What the editor's features work with, built when the first request file is looked at. */
export class EditorFeatures implements Disposable {
  readonly snapshot: TokenSnapshot;

  constructor(readonly services: Services) {
    this.snapshot = new TokenSnapshot(services);
  }

  codeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return document.isClosed ? [] : [];
  }

  dispose(): void {
    this.snapshot.dispose();
  }
}

import type * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import type { Services } from '../commands/command';
import { CodeLenses } from './codeLenses';
import { provideCompletions } from './completions';
import { provideHover } from './hovers';
import { TokenSnapshot } from './tokenSnapshot';

/** What the editor's features share. */
export interface EditorRoom {
  readonly services: Services;
  readonly snapshot: TokenSnapshot;
}

/** What the editor shows in request files, built when the first one is looked at. */
export class EditorFeatures implements EditorRoom, Disposable {
  readonly snapshot: TokenSnapshot;
  readonly codeLenses: CodeLenses;

  constructor(readonly services: Services) {
    this.snapshot = new TokenSnapshot(services);
    this.codeLenses = new CodeLenses(this);
  }

  completions(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    return provideCompletions(this, document, position);
  }

  hover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    return provideHover(this, document, position);
  }

  dispose(): void {
    this.codeLenses.dispose();
    this.snapshot.dispose();
  }
}

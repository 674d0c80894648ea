import type { Disposable } from '../../core/ports';
import type { Services } from '../commands/command';
import { CodeLenses } from './codeLenses';
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

  dispose(): void {
    this.codeLenses.dispose();
    this.snapshot.dispose();
  }
}

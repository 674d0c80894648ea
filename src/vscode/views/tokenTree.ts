import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import { views } from '../ids';
import type { LiveTree } from './liveTree';
import type { Node } from './nodes';
import type { TokenTreeDependencies } from './treeDependencies';

/**
 * Profiles, and under each its tokens. Nothing is read, and what reads and draws is not loaded, before the view is
 * first seen (law 4, law 15).
 */
export class TokenTree implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #changed = new vscode.EventEmitter<Node | Node[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Node>;
  #live: LiveTree | undefined;
  #isDisposed = false;

  constructor(private readonly dependencies: TokenTreeDependencies) {
    this.#view = vscode.window.createTreeView(views.tokens, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#live?.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const { LiveTree } = await import('./liveTree');
    if (this.#isDisposed) return [];
    this.#live ??= new LiveTree(this.dependencies, {
      view: this.#view,
      draw: (rows) => this.#changed.fire(rows),
    });
    return await this.#live.childrenOf(node);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    // VS Code has the node from `getChildren`.
    return this.#live?.itemOf(node) ?? new vscode.TreeItem('');
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    item.tooltip ??= this.#live?.tooltipOf(node);
    return item;
  }
}

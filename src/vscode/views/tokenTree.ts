import * as vscode from 'vscode';
import type { Clock, Disposable } from '../../core/ports';
import { activeToken, type ActiveTokens } from '../../core/tokens/activeTokens';
import { assignTokens } from '../../core/tokens/ownership';
import type { StoredTokens, TokenStore, TokenSummary } from '../../core/tokens/tokenStore';
import { contextKeys, views } from '../ids';
import type { ProfileSettings } from '../settings';
import type { Node, ProfileNode, TokenNode } from './nodes';
import { treeItem } from './tokenItems';

const COUNTDOWN_MILLISECONDS = 30_000;

export interface TokenTreeDependencies {
  readonly settings: ProfileSettings;
  readonly store: TokenStore;
  readonly active: ActiveTokens;
  readonly clock: Clock;
}

/** Profiles, and under each its tokens. Nothing is read before the view is first seen (law 4). */
export class TokenTree implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<Node>;
  readonly #subscriptions: Disposable[];
  #tokenRows: TokenNode[] = [];
  #countdown: NodeJS.Timeout | undefined;

  constructor(private readonly dependencies: TokenTreeDependencies) {
    const refresh = () => this.#changed.fire(undefined);
    this.#view = vscode.window.createTreeView(views.tokens, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      dependencies.store.onDidChange(refresh),
      dependencies.settings.onDidChange(refresh),
      this.#view.onDidChangeVisibility(({ visible }) => this.#countDown(visible)),
    ];
    this.#countDown(this.#view.visible);
  }

  dispose(): void {
    this.#countDown(false);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node, this.dependencies.clock.now());
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) return await this.#roots();
    switch (node.kind) {
      case 'profile': {
        const { profile } = node;
        if (profile === undefined) return [...problemRows(node), ...(await this.#tokensOfBroken(node.name))];
        const profiles = await this.dependencies.settings.read();
        const { byProfile } = await assignTokens(profiles, (await this.#stored()).tokens);
        const rows = byProfile.get(profile.name) ?? [];
        if (rows.length === 0) return [{ kind: 'invitation', profile }];
        const choice = (await this.dependencies.active.choices([profile.name])).get(profile.name);
        const used = rows.length > 1 ? activeToken(rows, choice) : undefined;
        const standing = (token: TokenSummary) => used && { active: token === used };
        return this.#remember(rows.map((token) => ({ kind: 'token', token, profile, ...standing(token) })));
      }
      case 'orphans':
        return [
          ...this.#remember(node.tokens.map((token) => ({ kind: 'token', token, profile: undefined }))),
          ...node.unreadable.map((record) => ({ kind: 'unreadable' as const, ...record })),
        ];
      case 'problem':
      case 'invitation':
      case 'token':
      case 'unreadable':
        return [];
    }
  }

  async #roots(): Promise<Node[]> {
    this.#tokenRows = [];
    const read = await this.dependencies.settings.read();
    const { names, profiles, problems } = read;
    const roots: Node[] = names.map((name) => ({
      kind: 'profile',
      name,
      profile: profiles.find((profile) => profile.name === name),
      problems: problems.filter((problem) => problem.profile === name),
      among: profiles,
    }));
    const stored = await this.#stored();
    const { orphans } = await assignTokens(read, stored.tokens);
    const broken = new Set(problems.map(({ profile }) => profile));
    const tokens = orphans.filter(({ profile }) => !broken.has(profile));
    if (tokens.length + stored.unreadable.length > 0) {
      roots.push({ kind: 'orphans', tokens, unreadable: stored.unreadable });
    }
    void vscode.commands.executeCommand('setContext', contextKeys.noRows, roots.length === 0);
    return roots;
  }

  /** A profile with a mistake keeps its tokens in sight: it may be a slip of a minute ago. */
  async #tokensOfBroken(name: string): Promise<Node[]> {
    const own = (await this.#stored()).tokens.filter(({ profile }) => profile === name);
    return this.#remember(own.map((token) => ({ kind: 'token', token, profile: undefined })));
  }

  async #stored(): Promise<StoredTokens> {
    const stored = await this.dependencies.store.list();
    this.#view.message = stored.failure?.message ?? '';
    return stored;
  }

  #remember(rows: TokenNode[]): TokenNode[] {
    this.#tokenRows.push(...rows);
    return rows;
  }

  /** While the view is seen, each token's own row is redrawn as its time runs. */
  #countDown(visible: boolean): void {
    clearInterval(this.#countdown);
    this.#countdown = visible
      ? setInterval(() => this.#tokenRows.forEach((row) => this.#changed.fire(row)), COUNTDOWN_MILLISECONDS)
      : undefined;
  }
}

function problemRows({ problems }: ProfileNode): Node[] {
  return problems.map((problem) => ({ kind: 'problem', problem }));
}

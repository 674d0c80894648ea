import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import { readEnvironments } from '../../core/profiles/environments';
import { profileKey } from '../../core/profiles/profileSource';
import { assignTokens } from '../../core/tokens/ownership';
import { contextKeys } from '../ids';
import type { Node } from './nodes';
import { changedRows } from './rows';
import { tooltipOf, treeItem } from './tokenItems';
import { lookOf, nextChange, nextNeed } from './tokenText';
import type { TokenTreeDependencies } from './treeDependencies';
import { buildTree, type TreeInput, type TreeModel } from './treeModel';
import { headline } from './treeWords';

/** Changes that come in a row are one (J15). */
const CHANGE_MILLISECONDS = 50;
const SHORTEST_WAIT = 1000;
/** A timer stands still while the machine sleeps: within this time after waking all is right again. */
const LONGEST_WAIT = 20_000;
const LONGEST_TIMER = 2 ** 31 - 1;

/** What the view is told. */
export interface TreeWindow {
  readonly view: Pick<
    vscode.TreeView<Node>,
    'visible' | 'onDidChangeVisibility' | 'message' | 'description' | 'badge'
  >;
  /** Draws these rows anew, with what lies below them; without any, all. */
  readonly draw: (rows: Node[] | undefined) => void;
}

/**
 * The rows of the token tree as they are now. What is shown is computed once for each change, and only rows that look
 * different are drawn anew. A row that stays keeps its node, which VS Code knows it by.
 */
export class LiveTree implements Disposable {
  readonly #nodes = new Map<string, Node>();
  readonly #keys = new WeakMap<Node, string>();
  #looks: ReadonlyMap<string, string> = new Map();
  #reading: Promise<void> | undefined;
  #shown: { readonly input: TreeInput; readonly model: TreeModel; readonly now: number } | undefined;
  #failure: string | undefined;
  #contexts: string | undefined;
  #change: NodeJS.Timeout | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #subscriptions: Disposable[];
  #isDisposed = false;

  constructor(
    private readonly dependencies: TokenTreeDependencies,
    private readonly window: TreeWindow,
  ) {
    const { store, settings, treeOptions, inUse } = dependencies;
    this.#subscriptions = [
      store.onDidChange(() => this.#changed()),
      settings.onDidChange(() => void this.#read('all')),
      inUse.onDidChange(() => this.#changed()),
      treeOptions.onDidChange(() => this.#showAgain('all')),
      window.view.onDidChangeVisibility(() => this.#showAgain()),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.#showAgain()),
    ];
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#change);
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async childrenOf(parent: Node | undefined): Promise<Node[]> {
    await (this.#reading ?? this.#read());
    const rows = this.#shown?.model.rows;
    const keys = parent ? rows?.byKey.get(this.#keys.get(parent) ?? '')?.below : rows?.roots;
    return (keys ?? []).flatMap((key) => this.#nodes.get(key) ?? []);
  }

  itemOf(node: Node): vscode.TreeItem {
    // The time of the last look, so that what is drawn is what the next look compares with.
    const item = treeItem(node, this.#shown?.now ?? this.dependencies.clock.now());
    item.id = this.#keys.get(node) ?? '';
    return item;
  }

  tooltipOf(node: Node): string | undefined {
    return tooltipOf(node, this.dependencies.clock.now());
  }

  #changed(): void {
    clearTimeout(this.#change);
    this.#change = setTimeout(() => void this.#read(), CHANGE_MILLISECONDS);
  }

  /** One after the other, so that the newest is shown last. */
  async #read(draw?: 'all'): Promise<void> {
    const read = async () => {
      const { settings, store, active, inUse } = this.dependencies;
      const profiles = await settings.read();
      const { tokens, unreadable, failure } = await store.list();
      this.#failure = failure?.message;
      const owned = await assignTokens(profiles, tokens);
      const choices = await active.choices(profiles.profiles.map(profileKey));
      const environments = readEnvironments(inUse.environments);
      this.#show({ read: profiles, owned, unreadable, choices, environments }, draw);
    };
    this.#reading = (this.#reading ?? Promise.resolve()).then(read, read);
    await this.#reading;
  }

  /** What was read is shown as it is now: time has passed, or the person wants it in another way. */
  #showAgain(draw?: 'all'): void {
    if (this.#shown) this.#show(this.#shown.input, draw);
  }

  #show(input: TreeInput, draw?: 'all'): void {
    // What was being read is not shown any more, and no timer runs for it.
    if (this.#isDisposed) return;
    const { clock, treeOptions } = this.dependencies;
    const before = this.#shown?.model;
    const looksBefore = this.#looks;
    const now = clock.now();
    const { grouping, filter } = treeOptions;
    const model = buildTree(input, { grouping, filter, now });
    this.#shown = { input, model, now };
    this.#adopt(model, now);
    this.#tellView(model);
    this.#arm(model, now);
    if (before === undefined) return;
    const changed =
      draw ??
      changedRows(before.rows, model.rows, {
        before: (key) => looksBefore.get(key) ?? '',
        after: (key) => this.#looks.get(key) ?? '',
      });
    if (changed === 'all') this.window.draw(undefined);
    else if (changed.length > 0) this.window.draw(changed.flatMap((key) => this.#nodes.get(key) ?? []));
  }

  #adopt({ rows: { byKey } }: TreeModel, now: number): void {
    for (const key of this.#nodes.keys()) if (!byKey.has(key)) this.#nodes.delete(key);
    const looks = new Map<string, string>();
    for (const [key, { node }] of byKey) {
      const known = this.#nodes.get(key);
      const kept = known ? Object.assign(known, node) : node;
      this.#nodes.set(key, kept);
      this.#keys.set(kept, key);
      looks.set(key, lookOf(node, now));
    }
    this.#looks = looks;
  }

  #tellView({ rows, hidden, tokens, attention }: TreeModel): void {
    const { view } = this.window;
    const { filter } = this.dependencies.treeOptions;
    const { description, message } = headline(filter, hidden, tokens.length, this.#failure);
    if (view.message !== message) view.message = message;
    if (view.description !== description) view.description = description;
    if (view.badge?.value !== attention?.count || view.badge?.tooltip !== attention?.words) {
      view.badge = attention && { value: attention.count, tooltip: attention.words };
    }
    const isFiltered = filter !== undefined;
    const noRows = rows.roots.length === 0 && !isFiltered;
    const contexts = `${noRows}, ${isFiltered}`;
    if (contexts === this.#contexts) return;
    this.#contexts = contexts;
    void vscode.commands.executeCommand('setContext', contextKeys.noRows, noRows);
    void vscode.commands.executeCommand('setContext', contextKeys.isFiltered, isFiltered);
  }

  /** One timer: while the view is seen for what it shows, otherwise for what needs action, which its badge counts. */
  #arm({ tokens }: TreeModel, now: number): void {
    clearTimeout(this.#timer);
    const { visible } = this.window.view;
    const next = visible ? nextChange(tokens, now) : nextNeed(tokens, now);
    if (next === undefined) return;
    const wait = Math.min(Math.max(next - now, SHORTEST_WAIT), visible ? LONGEST_WAIT : LONGEST_TIMER);
    this.#timer = setTimeout(() => this.#showAgain(), wait);
  }
}

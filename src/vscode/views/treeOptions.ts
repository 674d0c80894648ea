import type { Disposable } from '../../core/ports';
import type { TokenFilter } from '../../core/tokens/tree/tokenFilter';

export const groupings = ['profile', 'group', 'environment', 'state'] as const;
export type Grouping = (typeof groupings)[number];

/** What a workspace remembers (VS Code's Memento). */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const GROUPING_KEY = 'valetKey.groupTokensBy';

/** How the person wants the tree: the grouping is kept for the workspace, the filter for as long as the window. */
export class TreeOptions {
  readonly #listeners = new Set<() => void>();
  #filter: TokenFilter | undefined;

  constructor(private readonly memory: Memory) {}

  /** What is remembered may be anything: an older or newer version wrote it. */
  get grouping(): Grouping {
    const remembered = this.memory.get(GROUPING_KEY);
    return groupings.find((grouping) => grouping === remembered) ?? 'profile';
  }

  async groupBy(grouping: Grouping): Promise<void> {
    await this.memory.update(GROUPING_KEY, grouping === 'profile' ? undefined : grouping);
    this.#announce();
  }

  get filter(): TokenFilter | undefined {
    return this.#filter;
  }

  filterBy(filter: TokenFilter | undefined): void {
    this.#filter = filter;
    this.#announce();
  }

  onDidChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

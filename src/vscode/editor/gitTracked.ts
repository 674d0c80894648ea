import * as vscode from 'vscode';

/** What is used of the API that VS Code's own Git extension exports (version 1). */
interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  getAPI(version: 1): GitApi;
}

interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<GitApi['state']>;
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
  getRepository(uri: vscode.Uri): GitRepository | null;
  /** Of a repository that VS Code has not opened, too: by default it opens none above the opened folder unasked. */
  getRepositoryRoot?(folder: vscode.Uri): Promise<vscode.Uri | null>;
}

interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: { readonly onDidChange: vscode.Event<void> };
  /** With an empty `treeish`: of the index. Rejects for a path that is not in it. */
  getObjectDetails(treeish: string, path: string): Promise<unknown>;
}

/** `unknown`: it is in a repository that VS Code has not opened. */
export type Tracking = 'tracked' | 'untracked' | 'unknown';

/** How long VS Code's search for repositories is waited for; a git that hangs is not to hold a person up. */
const SEARCH_MILLISECONDS = 5_000;

/**
 * Whether git tracks a file, so that the next commit, and whoever gets that, has what stands in it. Git itself is asked
 * for what its index holds: the lists of changes leave out untracked files where a setting says so, and name no file
 * that is as it was.
 * @returns `untracked` without git, in a folder that is not trusted, and for a file of no repository
 */
export async function trackingOf(uri: vscode.Uri): Promise<Tracking> {
  try {
    const api = await gitApi();
    const repository = api && (await repositoryOf(uri, api));
    if (repository) {
      await repository.getObjectDetails('', uri.fsPath);
      return 'tracked';
    }
    return (await api?.getRepositoryRoot?.(vscode.Uri.joinPath(uri, '..'))) ? 'unknown' : 'untracked';
  } catch {
    return 'untracked';
  }
}

/** In a window that has just opened, VS Code still looks for repositories: it is waited for. */
async function repositoryOf(uri: vscode.Uri, api: GitApi): Promise<GitRepository | null> {
  const found = api.getRepository(uri);
  if (found !== null || api.state === 'initialized') return found;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    };
    const timer = setTimeout(end, SEARCH_MILLISECONDS);
    const subscription = api.onDidChangeState((state) => {
      if (state === 'initialized') end();
    });
  });
  return api.getRepository(uri);
}

async function gitExtension(): Promise<GitExtension | undefined> {
  return await vscode.extensions.getExtension<GitExtension>('vscode.git')?.activate();
}

async function gitApi(): Promise<GitApi | undefined> {
  const extension = await gitExtension();
  return extension?.enabled ? extension.getAPI(1) : undefined;
}

/** The same, remembered: for what asks again and again. A file is asked about anew once its repository has changed. */
export class TrackedFiles implements vscode.Disposable {
  readonly #answers = new Map<string, boolean>();
  readonly #asked = new Map<string, Promise<void>>();
  /** By the repository's root. */
  readonly #repositories = new Map<string, vscode.Disposable>();
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  #watching: Promise<void> | undefined;
  #isDisposed = false;

  /** The answer for a file has become another one. */
  readonly onDidChange = this.#changed.event;

  /** @returns `undefined` until git has answered; `onDidChange` tells when it says that it tracks the file */
  answerFor(uri: vscode.Uri): boolean | undefined {
    const key = uri.toString();
    const known = this.#answers.get(key);
    if (known === undefined) void this.#ask(uri);
    return known;
  }

  forget(uri: vscode.Uri): void {
    this.#answers.delete(uri.toString());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#answers.clear();
    for (const one of [...this.#subscriptions, ...this.#repositories.values()]) one.dispose();
    this.#changed.dispose();
  }

  #ask(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const asking =
      this.#asked.get(key) ??
      this.#answer(uri).finally(() => {
        this.#asked.delete(key);
      });
    this.#asked.set(key, asking);
    return asking;
  }

  async #answer(uri: vscode.Uri): Promise<void> {
    await (this.#watching ??= this.#watch());
    if (this.#isDisposed) return;
    await this.#watchRepositoryOf(uri);
    const answer = (await trackingOf(uri)) === 'tracked';
    if (this.#isDisposed) return;
    const before = this.#answers.get(uri.toString()) ?? false;
    this.#answers.set(uri.toString(), answer);
    if (answer !== before) this.#changed.fire(uri);
  }

  /** What makes git know more, or less, than it did. */
  async #watch(): Promise<void> {
    try {
      const extension = await gitExtension();
      if (extension === undefined || this.#isDisposed) return;
      this.#subscriptions.push(extension.onDidChangeEnablement(() => this.#askAgain()));
      if (!extension.enabled) return;
      const api = extension.getAPI(1);
      this.#subscriptions.push(
        api.onDidOpenRepository(() => this.#askAgain()),
        api.onDidCloseRepository(({ rootUri }) => {
          this.#repositories.get(rootUri.toString())?.dispose();
          this.#repositories.delete(rootUri.toString());
          this.#askAgain();
        }),
      );
    } catch {
      // Then it has no answers either.
    }
  }

  async #watchRepositoryOf(uri: vscode.Uri): Promise<void> {
    try {
      const api = await gitApi();
      const repository = api && (await repositoryOf(uri, api));
      if (!repository || this.#isDisposed) return;
      const root = repository.rootUri.toString();
      if (this.#repositories.has(root)) return;
      this.#repositories.set(
        root,
        repository.state.onDidChange(() => this.#askAgain(repository.rootUri)),
      );
    } catch {
      // As above.
    }
  }

  /** @param root of the repository that has changed; absent: any may have */
  #askAgain(root?: vscode.Uri): void {
    for (const key of this.#answers.keys()) {
      if (root === undefined || key.startsWith(`${root.toString()}/`)) void this.#ask(vscode.Uri.parse(key));
    }
  }
}

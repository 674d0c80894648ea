import * as vscode from 'vscode';
import type { Clock, Disposable, Logger } from '../../../core/ports';
import { placeholdersInHistory } from '../../../core/requestFiles/historyScrub';
import type { TokenStore } from '../../../core/tokens/tokenStore';
import { settings as ids } from '../../ids';
import { ownValue } from '../../ownSettings';
import type { ProfileSettings } from '../../settings';
import { historyFiles, scrubHistory } from './historyFile';

/** Tokens of this window that the store has forgotten: REST Client keeps 50 requests. */
const MAX_GIVEN = 200;
/** A file that is being written changes more than once. */
const SETTLING_MILLISECONDS = 300;

interface Dependencies {
  readonly settings: Pick<ProfileSettings, 'read'>;
  readonly store: Pick<TokenStore, 'list' | 'get'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Takes our tokens out of REST Client's history, where a person has asked for that (R14). */
export class HistoryScrubber implements Disposable {
  /** The profiles of tokens that were given to REST Client, by the token. */
  readonly #given = new Map<string, string>();
  #watchers: readonly vscode.FileSystemWatcher[] = [];
  #settling = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly dependencies: Dependencies) {}

  /** Remembers a token that REST Client may send, for when it has been renewed and is in no store any more. */
  remember(profile: string, accessToken: string): void {
    this.#given.delete(accessToken);
    this.#given.set(accessToken, profile);
    if (this.#given.size <= MAX_GIVEN) return;
    const [oldest] = this.#given.keys();
    if (oldest !== undefined) this.#given.delete(oldest);
  }

  /** Whether the history is looked at whenever it changes. */
  watch(isOn: boolean): void {
    if (isOn === this.#watchers.length > 0) return;
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = isOn ? historyFiles().map((file) => this.#watcherOf(file)) : [];
    if (isOn) void this.scrub();
  }

  /** Does nothing while the setting is off. One after the other; never rejects. */
  async scrub(): Promise<void> {
    if (ownValue(ids.restClientScrubHistory) !== true) return;
    this.#running = this.#running.then(() => this.#scrubAll());
    await this.#running;
  }

  dispose(): void {
    this.watch(false);
    this.#settling.abort();
    this.#given.clear();
  }

  async #scrubAll(): Promise<void> {
    try {
      const placeholders = await this.#placeholders();
      for (const file of historyFiles()) await scrubHistory(file, placeholders, this.dependencies);
    } catch {
      this.dependencies.logger.warn('REST Client’s history was left as it is: the tokens could not be read.');
    }
  }

  async #placeholders(): Promise<ReadonlyMap<string, string>> {
    const { settings, store } = this.dependencies;
    const { tokens } = await store.list();
    const records = await Promise.all(tokens.map(({ id }) => store.get(id).catch(() => undefined)));
    const stored = records.filter((record) => record !== undefined);
    return placeholdersInHistory(this.#given, stored, await settings.read());
  }

  #watcherOf(file: string): vscode.FileSystemWatcher {
    const uri = vscode.Uri.file(file);
    const folder = vscode.Uri.joinPath(uri, '..');
    const pattern = new vscode.RelativePattern(folder, 'history.json');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, false, true);
    const settle = () => {
      this.#settling.abort();
      this.#settling = new AbortController();
      const { clock } = this.dependencies;
      clock.delay(SETTLING_MILLISECONDS, this.#settling.signal).then(
        () => this.scrub(),
        () => undefined, // It has changed again, or the window closes.
      );
    };
    watcher.onDidChange(settle);
    watcher.onDidCreate(settle);
    return watcher;
  }
}

import * as vscode from 'vscode';
import type { Disposable, Logger } from '../../core/ports';
import { variableNameOf } from '../../core/requestFiles/placeholders';
import { ProfileVariables } from '../../core/requestFiles/profileVariables';
import type { FreshTokens } from '../../core/tokens/freshTokens';
import type { ProfileSettings } from '../settings';

interface Dependencies {
  readonly settings: Pick<ProfileSettings, 'read' | 'onDidChange'>;
  readonly freshTokens: Pick<FreshTokens, 'want' | 'tokenOf' | 'onDidChange' | 'tryAgain'>;
  readonly logger: Logger;
}

type Collection = Pick<
  vscode.EnvironmentVariableCollection,
  'persistent' | 'description' | 'replace' | 'delete'
>;

/**
 * The tokens of profiles that say `exportToTerminals`, in the environment of each terminal that is opened while they
 * are good. VS Code marks terminals that have an older one, and offers to start them anew. Nothing is kept on disk.
 */
export class TerminalVariables implements Disposable {
  readonly #subscriptions: readonly Disposable[];
  /** The variable of each profile that has one. */
  #variables: ReadonlyMap<string, string> = new Map();
  /** What is in the environment now. */
  readonly #set = new Map<string, string>();
  #readings = 0;

  constructor(
    private readonly dependencies: Dependencies,
    private readonly collection: Collection,
  ) {
    const { settings, freshTokens } = dependencies;
    // Before anything is put in: VS Code would write it to disk, and give it to terminals before we are there.
    collection.persistent = false;
    this.#subscriptions = [
      freshTokens.onDidChange(() => this.#apply()),
      settings.onDidChange(() => void this.#read()),
      // Somebody is back, perhaps after a sleep or with the network that was gone.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) freshTokens.tryAgain();
      }),
    ];
    void this.#read();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.dependencies.freshTokens.want('terminals', []);
    this.#variables = new Map();
    this.#apply();
  }

  async #read(): Promise<void> {
    const reading = ++this.#readings;
    const read = await this.dependencies.settings.read();
    if (reading !== this.#readings) return;
    const variables = new ProfileVariables(read);
    const exported = read.profiles.filter(
      ({ name, exportToTerminals }) => exportToTerminals === true && variables.has(name),
    );
    this.#variables = new Map(exported.map(({ name }) => [name, variableNameOf(name)]));
    this.dependencies.freshTokens.want('terminals', this.#variables.keys());
    this.#apply();
  }

  /** Changes what is different, since each change marks terminals as old. */
  #apply(): void {
    const { freshTokens, logger } = this.dependencies;
    const wanted = new Map<string, string>();
    for (const [profile, variable] of this.#variables) {
      const token = freshTokens.tokenOf(profile)?.accessToken;
      // VS Code fills in ${env:…} and the like, whoever wrote it.
      if (token?.includes('${'))
        logger.warn(`“${profile}”: its token is not put into terminals: it holds “\${”.`);
      else if (token !== undefined) wanted.set(variable, token);
    }
    const old = [...this.#set.keys()].filter((variable) => !wanted.has(variable));
    const changed = [...wanted].filter(([variable, token]) => this.#set.get(variable) !== token);
    if (old.length === 0 && changed.length === 0) return;
    for (const variable of old) {
      this.collection.delete(variable);
      this.#set.delete(variable);
    }
    for (const [variable, token] of changed) {
      this.collection.replace(variable, token);
      this.#set.set(variable, token);
    }
    const names = [...this.#set.keys()].sort();
    this.collection.description = names.length === 0 ? undefined : `Valet Key: ${names.join(', ')}`;
  }
}

import * as vscode from 'vscode';
import type { Disposable, Logger } from '../../../core/ports';
import { variableNameOf } from '../../../core/requestFiles/placeholders';
import { ProfileVariables } from '../../../core/requestFiles/profileVariables';
import type { FreshTokens } from '../../../core/tokens/freshTokens';
import type { ProfileSettings } from '../../settings';
import type { HistoryScrubber } from './historyScrubber';
import type { TokenVariables } from './tokenVariables';

/** Under which the tokens are kept fresh. */
const WHOM = 'restClient';

interface Dependencies {
  readonly settings: Pick<ProfileSettings, 'read' | 'onDidChange'>;
  readonly freshTokens: Pick<FreshTokens, 'want' | 'tokenOf' | 'onDidChange' | 'tryAgain'>;
  readonly variables: Pick<TokenVariables, 'answerLive'>;
  readonly history: Pick<HistoryScrubber, 'remember' | 'watch'>;
  readonly logger: Logger;
}

/**
 * As long as it lives, the variable of each profile stands for its active token, kept fresh, so that REST Client's own
 * “Send Request” works (R7).
 */
export class LiveVariables implements Disposable {
  #profiles: ReadonlyMap<string, string> = new Map();
  readonly #subscriptions: readonly Disposable[];
  #disposed = false;

  constructor(private readonly dependencies: Dependencies) {
    const { settings, freshTokens, variables, history } = dependencies;
    this.#subscriptions = [
      settings.onDidChange(() => void this.#readProfiles()),
      freshTokens.onDidChange((profile, token) => {
        if (token !== undefined) history.remember(profile, token.accessToken);
      }),
      // Somebody is there again, and so may the network be.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) freshTokens.tryAgain();
      }),
    ];
    variables.answerLive((variable) => this.#tokenOf(variable));
    history.watch(true);
    void this.#readProfiles();
  }

  dispose(): void {
    this.#disposed = true;
    const { freshTokens, variables, history } = this.dependencies;
    for (const subscription of this.#subscriptions) subscription.dispose();
    variables.answerLive(undefined);
    history.watch(false);
    freshTokens.want(WHOM, []);
  }

  /** A token that is bound to a key is none that REST Client could use. */
  #tokenOf(variable: string): string | undefined {
    const profile = this.#profiles.get(variable);
    const token = profile === undefined ? undefined : this.dependencies.freshTokens.tokenOf(profile);
    return token?.tokenType === 'DPoP' ? undefined : token?.accessToken;
  }

  async #readProfiles(): Promise<void> {
    const { settings, freshTokens, logger } = this.dependencies;
    const read = await settings.read();
    if (this.#disposed) return;
    const variables = new ProfileVariables(read);
    for (const [variable, profiles] of variables.disputed) {
      const names = profiles.map(({ name }) => `“${name}”`).join(', ');
      logger.warn(`No variable ${variable}: it would be that of ${names}.`);
    }
    // What a workspace shares is used when somebody asks for it, and has approved it as it is then (G3).
    const own = read.profiles.filter(({ name, source }) => source === 'user' && variables.has(name));
    this.#profiles = new Map(own.map(({ name }) => [variableNameOf(name), name]));
    freshTokens.want(WHOM, this.#profiles.values());
  }
}

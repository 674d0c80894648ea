import * as vscode from 'vscode';
import type { Disposable } from '../../../core/ports';
import type { Basics, Services } from '../../commands/command';
import { neighbourExtensions, settings as ids } from '../../ids';

/** httpYac is activated by these on its own. */
const itsLanguages: ReadonlySet<string> = new Set(['http', 'markdown', 'asciidoc']);

/**
 * It is activated by files of the workspace, too, once they are found; no event tells. So it is looked for some time
 * after the activation of this window, as well as whenever something happens in an editor.
 */
const LOOK_AGAIN_MILLISECONDS = [3000, 10_000];

export interface HttpYacDependencies extends Pick<Basics, 'settings' | 'clock' | 'logger' | 'errors'> {
  readonly services: () => Promise<Services>;
}

/**
 * Plugs into httpYac once it is active; it is never activated for our sake. Until then nothing is loaded (law 15), and
 * without it nothing ever is.
 */
export class HttpYacFeed {
  readonly #ended = new AbortController();
  #dependencies: HttpYacDependencies | undefined;
  #plugged: Promise<Disposable | undefined> | undefined;

  start(dependencies: HttpYacDependencies): Disposable {
    this.#dependencies = dependencies;
    const look = () => this.#look();
    const events = [
      vscode.extensions.onDidChange(look),
      vscode.window.onDidChangeVisibleTextEditors(look),
      vscode.window.onDidChangeWindowState(look),
      vscode.workspace.onDidOpenTextDocument(look),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(ids.httpYacEnabled)) look();
      }),
    ];
    look();
    for (const milliseconds of LOOK_AGAIN_MILLISECONDS) {
      dependencies.clock.delay(milliseconds, this.#ended.signal).then(look, () => undefined);
    }
    return {
      dispose: () => {
        this.#ended.abort();
        for (const event of events) event.dispose();
        this.#unplug();
      },
    };
  }

  /** Whether httpYac asks us for the tokens of what it sends; for somebody who has it send something now. */
  async isPluggedIn(): Promise<boolean> {
    this.#look(true);
    return (await this.#plugged) !== undefined;
  }

  /** @param isWanted somebody wants to send something with it: then it is active in a moment anyway */
  #look(isWanted = false): void {
    const extension = vscode.extensions.getExtension<unknown>(neighbourExtensions.httpYac);
    if (this.#ended.signal.aborted || extension === undefined || !isEnabled()) return this.#unplug();
    const isBeing =
      isWanted ||
      vscode.window.visibleTextEditors.some(({ document }) => itsLanguages.has(document.languageId));
    if (this.#plugged !== undefined || !(extension.isActive || isBeing)) return;
    this.#plugged = this.#plug(extension).catch(() => {
      // Its own matter, and it has said so itself.
      this.#dependencies?.logger.warn(
        'httpYac could not be started, so requests that it sends get no tokens.',
      );
      return undefined;
    });
  }

  async #plug(extension: vscode.Extension<unknown>): Promise<Disposable | undefined> {
    const [api, { plugIntoHttpYac }] = await Promise.all([extension.activate(), import('./plugIntoHttpYac')]);
    return this.#dependencies && plugIntoHttpYac(api, this.#dependencies);
  }

  #unplug(): void {
    void this.#plugged?.then((plug) => plug?.dispose());
    this.#plugged = undefined;
  }
}

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(ids.httpYacEnabled, true);
}

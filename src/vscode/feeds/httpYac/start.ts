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
export function startHttpYac(dependencies: HttpYacDependencies): Disposable {
  const { clock, logger } = dependencies;
  const ended = new AbortController();
  let plugged: Promise<Disposable | undefined> | undefined;

  const unplug = () => {
    void plugged?.then((plug) => plug?.dispose());
    plugged = undefined;
  };
  const look = () => {
    const extension = vscode.extensions.getExtension<unknown>(neighbourExtensions.httpYac);
    if (ended.signal.aborted || extension === undefined || !isEnabled()) return unplug();
    const isBeing = vscode.window.visibleTextEditors.some(({ document }) =>
      itsLanguages.has(document.languageId),
    );
    if (plugged === undefined && (extension.isActive || isBeing)) {
      plugged = plug(extension).catch(() => {
        // Its own matter, and it has said so itself.
        logger.warn('httpYac could not be started, so requests that it sends get no tokens.');
        return undefined;
      });
    }
  };
  const plug = async (extension: vscode.Extension<unknown>) => {
    const [api, { plugIntoHttpYac }] = await Promise.all([extension.activate(), import('./plugIntoHttpYac')]);
    return plugIntoHttpYac(api, dependencies);
  };

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
    clock.delay(milliseconds, ended.signal).then(look, () => undefined);
  }
  return {
    dispose: () => {
      ended.abort();
      for (const event of events) event.dispose();
      unplug();
    },
  };
}

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(ids.httpYacEnabled, true);
}

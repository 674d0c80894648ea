import * as vscode from 'vscode';
import type { Disposable } from '../../../core/ports';
import type { Services } from '../../commands/command';
import { settings as ids } from '../../ids';
import { showInformation } from '../../messages';
import { ownValue } from '../../ownSettings';

type Dependencies = Pick<Services, 'logger'> & { readonly services: () => Promise<Services> };

/** Keeps variables live while a person wants that. Until then nothing of it is loaded, and nothing is read (law 15). */
export function startLiveVariables({ services, logger }: Dependencies): Disposable {
  let wasOn = false;
  const follow = async () => {
    const isOn = ownValue(ids.restClientLiveVariables) === true;
    if (isOn === wasOn) return;
    wasOn = isOn;
    try {
      const feed = await (await services()).restClient();
      feed.keepLive(ownValue(ids.restClientLiveVariables) === true);
    } catch {
      logger.error('The variables of REST Client could not be kept live.');
    }
  };
  void follow();
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(ids.restClientLiveVariables)) return;
    void follow();
    // Where the person is who has just turned it on.
    if (wasOn && vscode.window.state.focused) void showInformation(meaning);
  });
}

const meaning =
  'Live variables are on. While a token is valid, every extension in this window can read it, and REST Client’s “Send Request” sends it wherever a request says: Valet Key does not ask about the host then.';

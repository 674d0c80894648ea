import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../../../core/errors';
import { neighbourExtensions, settings } from '../../ids';
import { showWarning } from '../../messages';
import type { HttpYacFeed } from '../httpYac/start';

const { restClient, httpYac } = neighbourExtensions;
const restClientSend = 'rest-client.request';

/** An extension that sends requests. */
export interface Neighbour {
  /**
   * Whether it asks us for each token when it sends one, however the file has it (`{{$processEnv …}}`,
   * `{{$auth.token(…)}}`, `valetkey …`). One that does not reads the variables of this process.
   */
  readonly asksForTokens: boolean;
  /** Resolves after the response. @param line any of the request's, from 0 */
  send(document: vscode.TextDocument, line: number): Promise<void>;
}

/**
 * REST Client, or httpYac where that alone is there: in the process that our variables are in. Says so where neither is.
 * @throws ValetKeyError, also for an httpYac that would not ask us
 */
export async function findNeighbour(feed: Pick<HttpYacFeed, 'isPluggedIn'>): Promise<Neighbour> {
  const extension = vscode.extensions.getExtension(restClient);
  if (extension !== undefined) {
    await extension.activate();
    return {
      asksForTokens: false,
      send: async (document, line) => {
        // It sends what the active editor shows, whichever document it is given.
        if (vscode.window.activeTextEditor?.document !== document)
          await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand(restClientSend, document, new vscode.Range(line, 0, line, 0));
      },
    };
  }
  if (vscode.extensions.getExtension(httpYac) !== undefined) {
    // It would read a variable that is lent to it, for any request that this one names (`# @ref`) too, and nobody
    // would be asked where that goes.
    if (!vscode.workspace.getConfiguration().get<boolean>(settings.httpYacEnabled, true)) throw turnedOff();
    if (!(await feed.isPluggedIn())) throw takesNoTokens();
    return {
      asksForTokens: true,
      send: async (document, line) => {
        await vscode.commands.executeCommand('httpyac.send', document, line);
      },
    };
  }
  // An extension of another extension host is not seen from here, and its commands are.
  if ((await vscode.commands.getCommands(true)).includes(restClientSend)) throw elsewhere();
  void offerToInstall();
  throw cancelled();
}

function turnedOff(): ValetKeyError {
  return new ValetKeyError('not_offered', 'Valet Key gives no tokens to httpYac in this window.', {
    hint: `Turn on ${settings.httpYacEnabled}, or install REST Client.`,
  });
}

function takesNoTokens(): ValetKeyError {
  return new ValetKeyError(
    'not_offered',
    'This httpYac takes no tokens from Valet Key: it could not be started, or takes no plugins. The request was not sent.',
    { hint: 'Update httpYac and reload the window, or install REST Client.' },
  );
}

function elsewhere(): ValetKeyError {
  const where =
    vscode.env.remoteName === undefined
      ? 'Valet Key and REST Client run in different processes'
      : 'Valet Key and REST Client run on different sides: one here, the other where the folder is';
  return new ValetKeyError('not_offered', `${where}, so REST Client cannot read a variable of Valet Key.`, {
    hint: 'Install both on the same side, or insert the token itself with “Insert Bearer Header”.',
  });
}

async function offerToInstall(): Promise<void> {
  const where = vscode.env.remoteName === undefined ? '' : ' where Valet Key runs';
  const message = `Valet Key does not send requests itself. REST Client or httpYac does, and neither is installed and enabled${where}.`;
  const chosen = await showWarning(message, 'Find REST Client', 'Find httpYac');
  if (chosen === undefined) return;
  const wanted = chosen === 'Find REST Client' ? restClient : httpYac;
  await vscode.commands.executeCommand('workbench.extensions.search', `@id:${wanted}`);
}

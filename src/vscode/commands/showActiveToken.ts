import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../../core/errors';
import { describeExpiry } from '../../core/tokens/expiry';
import { describeToken } from '../../core/tokens/tokenNames';
import { isRenewable } from '../../core/tokens/tree/tokenState';
import { currentToken, type CurrentToken } from '../currentToken';
import { commands, views } from '../ids';
import { pick, separator, type Item } from '../pickerItems';
import type { Command } from './command';

type Action = readonly [command: string, target?: unknown];

export const showActiveToken: Command = async (dependencies) => {
  const current = await currentToken(dependencies);
  if (current === undefined) {
    throw new ValetKeyError('nothing_to_refresh', 'There is no access token yet.', {
      hint: 'Run “Valet Key: Get New Access Token”.',
    });
  }
  const { profile, token } = current;
  const state = `${describeToken(token)} · ${describeExpiry(token.expiresAt, dependencies.clock.now())}`;
  const chosen = await pick(itemsFor(current), `Access token of “${profile.name}”`, state);
  if (chosen?.value === undefined) throw cancelled();
  const [command, target] = chosen.value;
  await vscode.commands.executeCommand(command, target);
};

/** What can be done with the token now, by the commands that its row has, too. */
function itemsFor({ profile, token, others, hasEnvironments }: CurrentToken): Item<Action>[] {
  const row = { kind: 'token', token, profile } as const;
  const item = (label: string, ...value: Action): Item<Action> => ({ label, value });
  const isRequest = vscode.window.activeTextEditor?.document.languageId === 'http';
  return [
    item('$(copy) Copy Bearer Header', commands.copyBearerHeader, row),
    ...(isRequest ? [item('$(insert) Insert Bearer Header', commands.insertBearerHeader, row)] : []),
    ...(isRenewable({ profile, token })
      ? [item('$(refresh) Refresh Access Token', commands.refreshAccessToken, row)]
      : []),
    item('$(key) Get New Access Token', commands.getNewAccessToken, profile.name),
    separator('more'),
    ...(others.length > 0 ? [item('$(account) Use Another Token…', commands.useToken, profile.name)] : []),
    ...(hasEnvironments ? [item('$(layers) Switch Environment…', commands.switchEnvironment)] : []),
    item('$(list-tree) Show in the View', `${views.tokens}.focus`),
  ];
}

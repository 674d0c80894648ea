import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../../core/errors';
import { describeExpiry } from '../../core/tokens/expiry';
import { describeToken } from '../../core/tokens/tokenNames';
import { isRenewable } from '../../core/tokens/tree/tokenState';
import { currentToken, type CurrentToken } from '../currentToken';
import { isAtRequest } from '../editor/requestDocuments';
import { commands, views } from '../ids';
import { pick, separator, type Item } from '../pickerItems';
import type { Command } from './command';

export type Action = readonly [command: string, target?: unknown, argument?: unknown];

export const showActiveToken: Command = async (dependencies) => {
  const current = await currentToken(dependencies);
  if (current === undefined) {
    throw new ValetKeyError('nothing_to_refresh', 'There is no access token yet.', {
      hint: 'Run “Valet Key: Get New Access Token”.',
    });
  }
  await chooseAction(
    current,
    itemsFor(current, isAtRequest(dependencies.requestDocuments)),
    dependencies.clock.now(),
  );
};

/** Lets a person choose what to do with a token, and has it done. @throws ValetKeyError `cancelled` */
export async function chooseAction(
  { profile, token }: CurrentToken,
  items: readonly Item<Action>[],
  now: number,
): Promise<void> {
  const state = `${describeToken(token)} · ${describeExpiry(token.expiresAt, now)}`;
  const chosen = await pick(items, `Access token of “${profile.name}”`, state);
  if (chosen?.value === undefined) throw cancelled();
  const [command, ...args] = chosen.value;
  await vscode.commands.executeCommand(command, ...args);
}

/** What can be done with the token now, by the commands that its row has, too. */
function itemsFor(
  { profile, token, others, hasEnvironments }: CurrentToken,
  isInsertable: boolean,
): Item<Action>[] {
  const row = { kind: 'token', token, profile } as const;
  const item = (label: string, ...value: Action): Item<Action> => ({ label, value });
  return [
    item('$(copy) Copy Bearer Header', commands.copyBearerHeader, row),
    ...(isInsertable ? [item('$(insert) Insert Bearer Header', commands.insertBearerHeader, row)] : []),
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

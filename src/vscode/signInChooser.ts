import * as vscode from 'vscode';
import { cancelled } from '../core/errors';
import type { Profile } from '../core/profiles/profile';
import { noProgramsHere, type SignInBrowsers } from '../core/signIn/browsers';
import type { SignInChoices } from '../core/signIn/signInChoices';
import { commands } from './ids';
import { signInItems, type SignInItem } from './signInItems';

/**
 * Asks as whom, or with which browser, this one sign-in is to be.
 * @throws ValetKeyError `cancelled`, `browser_not_opened` for what cannot be used here
 */
export async function chooseSignIn(
  profile: Profile,
  browsers: SignInBrowsers,
  title: string,
): Promise<SignInChoices> {
  const obstacle = browsers.obstacle();
  const { accounts, others, settings } = signInItems(profile, {
    read: await browsers.named(),
    found: obstacle === undefined ? await browsers.privateWindow() : undefined,
    obstacle,
  });
  const kind = vscode.QuickPickItemKind.Separator;
  const items = [
    ...accounts,
    { label: 'in another browser', kind },
    ...others,
    { label: '', kind },
    settings,
  ];
  const chosen = await vscode.window.showQuickPick<SignInItem>(items, {
    title,
    placeHolder: `How do you want to sign in for “${profile.name}” this time?`,
    matchOnDetail: true,
  });
  if (chosen === undefined) throw cancelled();
  if (chosen.choices === undefined) {
    await vscode.commands.executeCommand(commands.openBrowsers);
    throw cancelled();
  }
  const { browser = 'default' } = chosen.choices;
  if (browser === 'default' || obstacle === undefined) return chosen.choices;
  const error = noProgramsHere(obstacle);
  error.profile = profile.name;
  throw error;
}

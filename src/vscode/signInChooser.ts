import * as vscode from 'vscode';
import { cancelled } from '../core/errors';
import { usesRedirect, type Profile } from '../core/profiles/profile';
import { noProgramsHere, type BrowsersRead, type SignInBrowsers } from '../core/signIn/browsers';
import type { SignInChoices } from '../core/signIn/signInChoices';
import { commands, settings } from './ids';
import { plain } from './pickerItems';

interface Item extends vscode.QuickPickItem {
  /** Absent: it leads to the settings. */
  readonly choices?: SignInChoices;
}

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
  const read = await browsers.named();
  const items = [
    ...(usesRedirect(profile) ? accountItems : []),
    { label: 'in another browser', kind: vscode.QuickPickItemKind.Separator },
    ...(await privateItems(browsers, obstacle)),
    ...namedItems(read, obstacle),
    defaultItem,
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: '$(gear) Name Browsers in Settings…',
      detail: 'Any program, such as a browser with another of its profiles.',
    },
  ];
  const chosen = await vscode.window.showQuickPick<Item>(markUsual(items, profile), {
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

/** The whole sentence, which is too long for a line, comes when it is chosen all the same. */
const notHere = 'Not in this window: it cannot start a program on your machine.';

const accountItems: readonly Item[] = [
  {
    label: '$(account) Another Account',
    detail: 'The server shows the accounts it knows, and you choose (prompt=select_account).',
    choices: { prompt: 'select_account' },
  },
  {
    label: '$(sign-in) Sign In Again',
    detail: 'The server asks for your password anew, even where you are signed in (prompt=login).',
    choices: { prompt: 'login' },
  },
];

const defaultItem: Item = {
  label: '$(globe) Default Browser',
  detail: 'The one that your system opens web addresses with.',
  choices: { browser: 'default' },
};

async function privateItems(browsers: SignInBrowsers, obstacle: string | undefined): Promise<Item[]> {
  const choices = { browser: 'private' };
  if (obstacle !== undefined) return [{ label: '$(eye-closed) Private Window', detail: notHere, choices }];
  const found = await browsers.privateWindow();
  return found === undefined
    ? []
    : [
        {
          label: `$(eye-closed) Private Window of ${found}`,
          detail: 'You are signed in nowhere there, and closing it forgets this sign-in.',
          choices,
        },
      ];
}

function namedItems({ browsers, problems, mistake }: BrowsersRead, obstacle: string | undefined): Item[] {
  const items = [...browsers].map(([name, { program, arguments: args }]) => ({
    label: `$(browser) ${plain(name)}`,
    detail: obstacle === undefined ? plain([program, ...args].join(' ')) : notHere,
    choices: { browser: name },
  }));
  const wrong = [...problems].map(([name, problem]) => wrongItem(plain(name), problem));
  return [...items, ...wrong, ...(mistake === undefined ? [] : [wrongItem(settings.browsers, mistake)])];
}

/** Choosing it leads to where it can be mended. */
function wrongItem(name: string, problem: string): Item {
  return { label: `$(error) ${name}`, description: 'has a mistake', detail: problem };
}

/** Says which one it is without a choice. */
function markUsual(items: readonly Item[], { browser = 'default' }: Profile): Item[] {
  return items.map((item) =>
    item.choices?.browser === browser ? { ...item, description: 'as usual' } : item,
  );
}

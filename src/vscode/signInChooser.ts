import * as vscode from 'vscode';
import { cancelled } from '../core/errors';
import { usesRedirect, type Profile } from '../core/profiles/profile';
import {
  noProgramsHere,
  unknownBrowser,
  type BrowsersRead,
  type SignInBrowsers,
} from '../core/signIn/browsers';
import type { SignInChoices } from '../core/signIn/signInChoices';
import { commands } from './ids';
import { plain } from './pickers';

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
  if (browser === 'default') return chosen.choices;
  const error =
    obstacle !== undefined
      ? noProgramsHere(obstacle)
      : read.problems.has(browser)
        ? unknownBrowser(browser, read)
        : undefined;
  if (error === undefined) return chosen.choices;
  error.profile = profile.name;
  throw error;
}

const accountItems: readonly Item[] = [
  {
    label: '$(account) Another Account',
    detail: 'The server shows the accounts that it knows, and you choose one (prompt=select_account).',
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
  if (obstacle !== undefined) return [{ label: '$(eye-closed) Private Window', detail: obstacle, choices }];
  const found = await browsers.privateWindow();
  return found === undefined
    ? []
    : [
        {
          label: `$(eye-closed) Private Window of ${found}`,
          detail: 'It knows nothing of where you are signed in, and forgets this sign-in when you close it.',
          choices,
        },
      ];
}

function namedItems({ browsers, problems }: BrowsersRead, obstacle: string | undefined): Item[] {
  const good = [...browsers].map(([name, command]) => ({
    label: `$(browser) ${plain(name)}`,
    detail: obstacle ?? plain([command.program, ...command.arguments].join(' ')),
    choices: { browser: name },
  }));
  const bad = [...problems].map(([name, problem]) => ({
    label: `$(error) ${name === '' ? 'valetKey.browsers' : plain(name)}`,
    description: 'has a mistake',
    detail: problem,
    choices: { browser: name },
  }));
  return [...good, ...bad];
}

/** Says which one it would be without a choice. */
function markUsual(items: readonly Item[], { browser = 'default' }: Profile): Item[] {
  return items.map((item) =>
    item.choices?.browser === browser
      ? { ...item, description: item.description ?? 'as the profile says' }
      : item,
  );
}

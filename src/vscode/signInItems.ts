import type { QuickPickItem } from 'vscode';
import { usesRedirect, type Profile } from '../core/profiles/profile';
import type { BrowsersRead } from '../core/signIn/browsers';
import type { SignInChoices } from '../core/signIn/signInChoices';
import { settings } from './ids';
import { plain } from './plain';

export interface SignInItem extends QuickPickItem {
  /** Absent: it leads to the settings. */
  readonly choices?: SignInChoices;
}

/** What there is to sign in with. */
export interface SignInMeans {
  readonly read: BrowsersRead;
  /** The browser of which a private window can be opened, by name. */
  readonly found: string | undefined;
  /** Why no program can be started. */
  readonly obstacle: string | undefined;
}

/** What a person can choose for one sign-in, group by group: only what makes sense for this profile. */
export function signInItems(profile: Profile, means: SignInMeans) {
  const usual = profile.browser ?? 'default';
  return {
    accounts: usesRedirect(profile) ? accountItems : [],
    others: [...privateItems(means), ...namedItems(means), defaultItem].map((item) =>
      item.choices?.browser === usual ? { ...item, description: 'as usual' } : item,
    ),
    settings: settingsItem,
  };
}

/** The whole sentence, which is too long for a line, comes when it is chosen all the same. */
const notHere = 'Not in this window: it cannot start a program on your machine.';

const accountItems: readonly SignInItem[] = [
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

const defaultItem: SignInItem = {
  label: '$(globe) Default Browser',
  detail: 'The one that your system opens web addresses with.',
  choices: { browser: 'default' },
};

const settingsItem: SignInItem = {
  label: '$(gear) Name Browsers in Settings…',
  detail: 'Any program, such as a browser with another of its profiles.',
};

function privateItems({ found, obstacle }: SignInMeans): SignInItem[] {
  const choices = { browser: 'private' };
  if (obstacle !== undefined) return [{ label: '$(eye-closed) Private Window', detail: notHere, choices }];
  if (found === undefined) return [];
  const detail = 'You are signed in nowhere there, and closing it forgets this sign-in.';
  return [{ label: `$(eye-closed) Private Window of ${found}`, detail, choices }];
}

function namedItems({ read: { browsers, problems, mistake }, obstacle }: SignInMeans): SignInItem[] {
  const items = [...browsers].map(([name, { program, arguments: args }]) => ({
    label: `$(browser) ${plain(name)}`,
    detail: obstacle === undefined ? plain([program, ...args].join(' ')) : notHere,
    choices: { browser: name },
  }));
  const wrong = [...problems].map(([name, problem]) => wrongItem(plain(name), problem));
  return [...items, ...wrong, ...(mistake === undefined ? [] : [wrongItem(settings.browsers, mistake)])];
}

/** Choosing it leads to where it can be mended. */
function wrongItem(name: string, problem: string): SignInItem {
  return { label: `$(error) ${name}`, description: 'has a mistake', detail: problem };
}

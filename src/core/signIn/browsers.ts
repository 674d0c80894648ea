import { ValetKeyError, cleanServerText } from '../errors';
import { isMembers } from '../profiles/memberChecks';
import { closest } from '../profiles/memberNames';

/** What `browser` of a profile can name without an entry in the settings. */
const builtInBrowsers = ['default', 'private'] as const;

/** A browser that is started as a program. */
export interface BrowserCommand {
  /** A full path, or a name that is looked for where programs are. */
  readonly program: string;
  /** `{url}` stands for the address; without it the address comes last. */
  readonly arguments: readonly string[];
}

export interface BrowsersRead {
  /** The entries without a mistake, by name, in the order of the settings. */
  readonly browsers: ReadonlyMap<string, BrowserCommand>;
  /** What is wrong with each other entry, by name. */
  readonly problems: ReadonlyMap<string, string>;
  /** What is wrong with the setting as a whole. */
  readonly mistake?: string;
}

/** What the person's settings and window say of browsers that are started as programs. */
export interface BrowserSurroundings {
  /** `valetKey.browsers`, read anew each time. */
  named(): Promise<BrowsersRead>;
  /** Why no program can be started where the person sits, as a sentence; `undefined`: it can. */
  obstacle(): string | undefined;
}

/** The same, and what was found on this machine. */
export interface SignInBrowsers extends BrowserSurroundings {
  /** The browser that `private` opens a window of, by name; `undefined`: none was found. */
  privateWindow(): Promise<string | undefined>;
}

const MAX_NAME = 100;
const controlCharacter = /\p{Cc}/u;
/** `/…`, `C:\…`, `C:/…`, `\\server\…`; or a bare name, which does not depend on the folder that the editor began in. */
const programPlace = /^(?:\/|[A-Za-z]:[\\/]|\\\\[^\\]|[^\\/]+$)/;

/**
 * Reads the raw value of `valetKey.browsers`, which can be anything that JSON can be. An entry with a mistake is left
 * out; the others can be used. Never throws.
 */
export function readBrowsers(value: unknown): BrowsersRead {
  const browsers = new Map<string, BrowserCommand>();
  const problems = new Map<string, string>();
  if (value === undefined || value === null) return { browsers, problems };
  if (!isMembers(value)) {
    const mistake =
      'valetKey.browsers must be an object: { "Work": ["google-chrome", "--profile-directory=Work"] }.';
    return { browsers, problems, mistake };
  }
  for (const [name, words] of Object.entries(value)) {
    const problem = nameMistake(name) ?? commandMistake(words);
    if (problem !== undefined) {
      problems.set(name, problem);
      continue;
    }
    const [program = '', ...args] = words as string[];
    browsers.set(name, { program, arguments: args });
  }
  return { browsers, problems };
}

function nameMistake(name: string): string | undefined {
  if (name.trim() === '') return 'A browser needs a name.';
  if (name !== name.trim()) return 'Its name must not begin or end with a space.';
  if (controlCharacter.test(name)) return 'Its name must not hold a control character.';
  if (name.length > MAX_NAME) return `Its name has more than ${MAX_NAME} characters.`;
  return builtInBrowsers.some((builtIn) => builtIn === name)
    ? 'This name has a meaning of its own. Choose another one.'
    : undefined;
}

function commandMistake(words: unknown): string | undefined {
  const isList = Array.isArray(words) && words.every((word) => typeof word === 'string');
  if (!isList) return 'It must be a list of texts, the program first: ["google-chrome", "--incognito"].';
  const [program] = words;
  if (program === undefined || program.trim() === '')
    return 'It names no program. Write one first: ["google-chrome", "--incognito"].';
  if (words.some((word) => controlCharacter.test(word)))
    return 'It holds a control character, perhaps from copying. Type it anew.';
  if (program.includes('{url}'))
    return 'The program itself must not hold {url}. Write that among the arguments.';
  if (program.startsWith('-')) return 'It begins with an option. Write the program first.';
  return programPlace.test(program)
    ? undefined
    : 'The program must be a name such as "firefox", or a full path. “~” and variables are not resolved.';
}

/** What to say of a name that no usable entry has. */
export function unknownBrowser(name: string, { browsers, problems, mistake }: BrowsersRead): ValetKeyError {
  const shown = cleanServerText(name);
  const problem = problems.get(name);
  const wrong =
    mistake ?? (problem && `The browser “${shown}” in valetKey.browsers cannot be used. ${problem}`);
  if (wrong !== undefined) {
    return new ValetKeyError('browser_not_opened', wrong, {
      hint: 'Correct it in your settings.',
      remedy: 'edit_browsers',
      otherRemedy: 'edit_profile',
    });
  }
  const names = [...browsers.keys()];
  const meant = closest(name, [...names, ...builtInBrowsers]);
  const question = meant === undefined ? '' : ` Did you mean “${cleanServerText(meant)}”?`;
  const known = names.map((one) => `“${cleanServerText(one)}”`).join(', ');
  const there = known === '' ? 'It has no entry yet' : `It has ${known}`;
  return new ValetKeyError(
    'browser_not_opened',
    `There is no browser “${shown}” in valetKey.browsers of your settings.${question}`,
    {
      hint: `${there}; “private” and “default” work without one.`,
      remedy: 'edit_profile',
      otherRemedy: 'edit_browsers',
    },
  );
}

/** For a browser that would have to be started as a program where none can be. */
export function noProgramsHere(obstacle: string): ValetKeyError {
  return new ValetKeyError('browser_not_opened', obstacle, {
    hint: 'Sign in with your default browser instead; “Another Account” has the server ask who you are.',
    remedy: 'use_default_browser',
  });
}

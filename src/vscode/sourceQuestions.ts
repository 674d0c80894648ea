import { splitCommandLine } from '../core/profiles/commandLine';
import { programOf } from '../core/profiles/describeProfile';
import type { OtherSource } from '../core/profiles/otherSources';
import { ask, askForName, choose, type Choice, type Members, type Step } from './profileBoxes';
import type { ProfileSettings } from './settings';

/** The sources that are no OAuth grants, beside the grants. */
export const sources: readonly Choice<OtherSource>[] = [
  {
    label: 'VS Code session',
    description: 'VS Code is signed in already, at GitHub, Microsoft and others',
    value: 'vscode_session',
  },
  { label: 'Command', description: 'a program prints it: az, gcloud, gh, …', value: 'command' },
  { label: 'Pasted token', description: 'you have one, from a website, say', value: 'pasted_token' },
];

const other = '';
const providers: readonly Choice<string>[] = [
  { label: 'GitHub', value: 'github' },
  { label: 'Microsoft', value: 'microsoft' },
  { label: 'Another…', description: 'that an extension registered', value: other },
];

interface Answers {
  readonly members: Members;
  /** What the profile could be called. */
  readonly suggestion: string;
  /** How many questions there are. */
  readonly of: number;
}

/**
 * Asks for what a profile needs whose token comes from elsewhere than an authorization server.
 * @returns the profile as it is written into the settings; `undefined` when the person pressed Escape
 */
export async function askForSource(
  settings: ProfileSettings,
  source: OtherSource,
): Promise<{ readonly name: string; readonly members: Members } | undefined> {
  const answers = await askers[source]();
  if (answers === undefined) return undefined;
  const { members, suggestion, of } = answers;
  const name = await askForName(settings, members, suggestion, { step: of, of });
  return name === undefined ? undefined : { name, members };
}

const askers: Readonly<Record<OtherSource, () => Promise<Answers | undefined>>> = {
  vscode_session: async () => {
    const of = 4;
    const members: Members = { grantType: 'vscode_session' };
    if (!(await askForProvider(members, { step: 2, of }))) return undefined;
    const prompt = 'Scopes, separated by spaces; may stay empty';
    const question = { member: 'scope', prompt, placeHolder: 'read:user', optional: true, step: 3, of };
    return (await ask(members, question))
      ? { members, suggestion: String(members.authenticationProvider), of }
      : undefined;
  },
  command: async () => {
    const of = 3;
    const members: Members = { grantType: 'command' };
    const prompt =
      'The command, as you would type it into a terminal. No shell reads it: no pipes, no variables.';
    const question = { member: 'command', prompt, placeHolder: 'gh auth token', step: 2, of };
    if (!(await ask(members, { ...question, read: splitCommandLine }))) return undefined;
    return { members, suggestion: programOf([members.command].flat().map(String)), of };
  },
  pasted_token: () =>
    Promise.resolve({ members: { grantType: 'pasted_token' }, suggestion: 'pasted', of: 2 }),
};

/** By choice, or by the id that an extension registered. Returns whether it was answered. */
async function askForProvider(members: Members, step: Step): Promise<boolean> {
  const chosen = await choose(providers, step, 'Where is VS Code signed in?');
  if (chosen === undefined) return false;
  const prompt = 'The id that the extension registered';
  if (chosen === other) return await ask(members, { member: 'authenticationProvider', prompt, ...step });
  members.authenticationProvider = chosen;
  return true;
}

import { cleanServerText } from '../errors';
import { memberLines, rowsOf } from './approvalLines';
import type { Members } from './memberChecks';
import { isClientSecret } from './memberNames';
import { mistake, type Mistake } from './mistake';
import { hasVariable } from './variables';

/**
 * What a workspace may not say, member by member, and why (law 3). A repository is written by others: it gets nothing
 * that is the person's already, and takes away no protection.
 */
const refused: Readonly<Record<string, string>> = {
  allowHttp:
    'tokens would travel in clear because a repository says so. On this machine http needs no permission.',
  clientKeyFile: 'it would have a file of yours signed with. Valet Key asks for the key instead.',
  clientCertificateFile: 'it would have a file of yours shown. Valet Key asks for the certificate instead.',
  command: 'it would run a program on your machine.',
  tokenPath: 'it belongs to command, which would run a program on your machine.',
  exportToTerminals:
    'it would put tokens where every program that you start can read them. Use a profile of your own for that.',
  authenticationProvider: 'it would hand out a session that you gave to VS Code.',
};

/** Sources that give what the person has already, or run what they did not write. What is pasted is given anew. */
const refusedSources: Readonly<Record<string, string>> = {
  command: 'it would run a program on your machine',
  vscode_session: 'it would hand out a session that you gave to VS Code',
};

/** With Valet Key's own words around it, this fits into a dialog of any editor on a screen of a usual height. */
const MAX_ROWS = 40;

const inWorkspace = 'is refused in a profile that a workspace shares';

/** What is refused in a profile of a workspace, each in one sentence that says what to do. */
export function sharedMistakes(members: Members): Mistake[] {
  const { grantType } = members;
  const source = typeof grantType === 'string' ? refusedSources[grantType] : undefined;
  return [
    ...Object.entries(refused)
      .filter(([member]) => members[member] !== undefined)
      .map(([member, why]) => mistake(member, `${member} ${inWorkspace}: ${why}`)),
    ...(source === undefined
      ? []
      : [
          mistake(
            'grantType',
            `"${String(grantType)}" ${inWorkspace}: ${source}. Write such a profile into your own settings.`,
          ),
        ]),
    ...Object.keys(members)
      .filter(isClientSecret)
      .map((member) =>
        mistake(
          member,
          `${member} ${inWorkspace}, and is not used: a repository is no place for a secret. Take it out, and have your provider issue a new one; Valet Key asks each person once.`,
        ),
      ),
    ...Object.entries(members)
      .filter(([member, value]) => hasVariable(value) && !isClientSecret(member))
      .map(([member]) =>
        mistake(
          member,
          `${member} holds \${env:…}, which ${inWorkspace}: it would read what only you know. Write the value itself.`,
        ),
      ),
    ...tooLong(members),
  ];
}

/** What nobody can read whole before they approve it hides what counts. */
function tooLong(members: Members): Mistake[] {
  const rows = Object.entries(members)
    .map(([member, value]) => ({ member, rows: rowsOf(memberLines(member, value)) }))
    .sort((a, b) => b.rows - a.rows);
  const sum = rows.reduce((before, one) => before + one.rows, 0);
  const [longest] = rows;
  if (longest === undefined || sum <= MAX_ROWS) return [];
  const name = cleanServerText(longest.member);
  return [
    mistake(
      longest.member,
      `A profile that a workspace shares is read whole before it is approved, in ${MAX_ROWS} lines of a dialog at most. This one takes ${sum}, and ${name} is the longest of it. Shorten it, or write such a profile into your own settings.`,
    ),
  ];
}

/** The members that are refused in a workspace, whatever they say. */
export const refusedMembers: readonly string[] = Object.keys(refused);

/** The values of `grantType` that are refused in a workspace. */
export const refusedSourceNames: readonly string[] = Object.keys(refusedSources);

import type { Draft } from './draft';
import { mistake, type Mistake } from './mistake';
import { sourceTitles, type OtherSource } from './otherSources';
import { profileMembers, type WrittenProfile } from './profileSchema';

/** What every profile can say. */
const shared: readonly (keyof WrittenProfile)[] = [
  'grantType',
  'group',
  'environment',
  'apiBaseUrls',
  'tokenHeader',
  'tokenPrefix',
  'tokenQueryParameter',
  'exportToTerminals',
];

/** What a profile of each source says beside that. */
const own: Readonly<Record<OtherSource, readonly (keyof WrittenProfile)[]>> = {
  vscode_session: ['authenticationProvider', 'scope'],
  command: ['command', 'tokenPath'],
  pasted_token: [],
};

const missing: Readonly<Record<OtherSource, Mistake | undefined>> = {
  vscode_session: mistake(
    'authenticationProvider',
    'authenticationProvider is missing. Write who keeps the sign-in: "github", "microsoft", or the id that another extension registered.',
  ),
  command: mistake(
    'command',
    'command is missing. Write the program that prints the token, and its arguments: ["az", "account", "get-access-token"].',
  ),
  pasted_token: undefined,
};

/** What is missing in a profile whose token comes from elsewhere, and what has no effect there. */
export function sourceMistakes({ isWritten }: Pick<Draft, 'isWritten'>, source: OtherSource): Mistake[] {
  const lacks = missing[source];
  const used: readonly string[] = [...shared, ...own[source]];
  return [
    ...(lacks?.member === undefined || isWritten(lacks.member) ? [] : [lacks]),
    ...profileMembers
      .filter((member) => isWritten(member) && !used.includes(member))
      .map((member) =>
        mistake(
          member,
          `${member} has no effect: with ${source} the token comes from ${sourceTitles[source]}, and no authorization server is asked. Remove it, or write another grantType.`,
        ),
      ),
  ];
}

import type { Profile } from '../../core/profiles/profile';
import { checkRequest, insertIntoRequests } from '../editor/insertAuthorization';
import { insertDestinationsAt, requestPlace, targetsAt, type RequestPlace } from '../editor/requestPlace';
import { askAboutTracked } from '../editor/trackedFile';
import { nameOf, type Target, type TokenChoice } from '../pickers';
import { confirmHeader, headerOf, requireHeader, tokenOfChoice } from '../readyToken';
import { writePlaceholder } from '../requests/writePlaceholder';
import type { Command, CommandDependencies } from './command';

const TITLE = 'Insert Bearer Header';

/** @param argument the request, `{ uri, line }`; otherwise those with a cursor */
export const insertBearerHeader: Command = async (dependencies, target, argument) => {
  const { requestDocuments: files, requestTokens, inUse } = dependencies;
  const place = await requestPlace(argument);
  checkRequest(files, place);
  const { choice, chosenByPerson, forFile } = await chooseToken(dependencies, target, place);
  const { profile } = choice;
  requireHeader(profile);
  // Before a person signs in for it: it may not go there, or had better not stand there.
  const owner = profile ?? { name: profileOf(target), source: 'user' };
  for (const url of insertDestinationsAt(files, place)) {
    await requestTokens.allow(owner, { url, chosenByPerson, use: 'insert' });
  }
  if (forFile !== undefined && profile) await inUse.rememberFile(forFile, profile.name);
  const answer = await askAboutTracked(place.editor.document, owner.name, profile !== undefined);
  if (profile && answer === 'placeholder') return await writePlaceholder(dependencies, place, profile);
  const record = await tokenOfChoice(dependencies, choice);
  await insertIntoRequests(files, place, { kind: 'header', ...headerOf(profile, record) });
  confirmHeader(record, 'inserted');
};

/** The profile that a token was got with, if it is gone now. */
function profileOf(target: Target): string {
  return typeof target === 'object' && target.kind === 'token' ? target.token.profile : '';
}

interface Chosen {
  readonly choice: TokenChoice;
  readonly chosenByPerson: boolean;
  /** The file that this is the answer for, once the token may go into it. */
  readonly forFile?: string | undefined;
}

/** The token that the command was given, else that of the profile which the first request says, else a question. */
async function chooseToken(
  { pickers, requestTokens, requestDocuments }: CommandDependencies,
  target: Target,
  place: RequestPlace,
): Promise<Chosen> {
  const isGiven = nameOf(target) !== undefined || (typeof target === 'object' && target.kind === 'token');
  if (isGiven) return { choice: await pickers.token(target, TITLE), chosenByPerson: true };
  const [first] = targetsAt(requestDocuments, place);
  const suggested: Profile | undefined = first && (await requestTokens.suggestProfile(first));
  if (suggested !== undefined) {
    return { choice: await pickers.token(suggested.name, TITLE), chosenByPerson: false };
  }
  // The only one there is, is chosen too: nothing but the command of the person speaks for it.
  return { choice: await pickers.token(undefined, TITLE), chosenByPerson: true, forFile: first?.file };
}

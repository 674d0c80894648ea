import type { Profile } from '../../core/profiles/profile';
import { headerValueWith, placeholderForms } from '../../core/requestFiles/neighbours';
import { ProfileVariables } from '../../core/requestFiles/profileVariables';
import { headerNameOf } from '../../core/requestFiles/tokenPlacement';
import type { Services } from '../commands/command';
import { insertIntoRequests } from '../editor/insertAuthorization';
import { installedNeighbours } from '../editor/installedNeighbours';
import type { RequestPlace } from '../editor/requestPlace';
import { showDone, showWarning } from '../messages';

/**
 * Writes a profile's placeholder into requests, in the form of what sends them: a header, in place of what it says now,
 * or a parameter of the URL.
 * @throws ValetKeyError `no_request`, `document_not_changed`
 */
export async function writePlaceholder(
  { requestDocuments, settings }: Pick<Services, 'requestDocuments' | 'settings'>,
  place: RequestPlace,
  profile: Profile,
): Promise<void> {
  const variables = new ProfileVariables(await settings.read());
  const { usual } = placeholderForms(profile.name, installedNeighbours(), variables);
  const query = profile.tokenQueryParameter;
  if (query !== undefined) {
    await insertIntoRequests(requestDocuments, place, { kind: 'query', name: query, value: usual });
    void showWarning(
      `The token of “${profile.name}” goes into the URL (tokenQueryParameter), which servers and proxies write into their logs. Use a header where the API takes one.`,
    );
    return;
  }
  const header = { name: headerNameOf(profile), value: headerValueWith(usual, profile), isPlaceholder: true };
  await insertIntoRequests(requestDocuments, place, { kind: 'header', ...header });
  showDone(`Placeholder of “${profile.name}” inserted`);
}

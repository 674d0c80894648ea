import * as vscode from 'vscode';
import type { Profile } from '../../core/profiles/profile';
import { headerValueWith, placeholderForms } from '../../core/requestFiles/neighbours';
import { sharedVariables, variableNameOf } from '../../core/requestFiles/placeholders';
import { headerNameOf } from '../../core/requestFiles/tokenPlacement';
import { checkRequest, insertIntoRequests } from '../editor/insertAuthorization';
import { installedNeighbours } from '../editor/neighbours';
import { requestPlace, targetsAt, type RequestPlace } from '../editor/requestPlace';
import { nameOf } from '../pickers';
import { plain } from '../plain';
import type { Command, CommandDependencies } from './command';

const TITLE = 'Insert Bearer Placeholder';

/** Gets no token: what sends the request fills the placeholder in. @param argument as for `insertBearerHeader` */
export const insertBearerPlaceholder: Command = async (dependencies, target, argument) => {
  const { requestDocuments: files, requestTokens, settings } = dependencies;
  const place = await requestPlace(argument);
  checkRequest(files, place);
  const name = nameOf(target);
  const [first = { url: undefined }] = targetsAt(files, place);
  const profile =
    name === undefined ? (await requestTokens.chooseProfile(first, TITLE)).profile : await settings.get(name);
  await writePlaceholder(dependencies, place, profile);
};

/** @throws ValetKeyError `no_request`, `document_not_changed` */
export async function writePlaceholder(
  { requestDocuments, settings }: Pick<CommandDependencies, 'requestDocuments' | 'settings'>,
  place: RequestPlace,
  profile: Profile,
): Promise<void> {
  const isShared = sharedVariables((await settings.read()).profiles).has(variableNameOf(profile.name));
  const { usual } = placeholderForms(profile.name, installedNeighbours(), isShared);
  const query = profile.tokenQueryParameter;
  if (query !== undefined) {
    await insertIntoRequests(requestDocuments, place, { kind: 'query', name: query, value: usual });
    void vscode.window.showWarningMessage(
      `The token of “${profile.name}” goes into the URL (tokenQueryParameter), which servers and proxies write into their logs. Use a header where the API takes one.`,
    );
    return;
  }
  const header = { name: headerNameOf(profile), value: headerValueWith(usual, profile), isPlaceholder: true };
  await insertIntoRequests(requestDocuments, place, { kind: 'header', ...header });
  vscode.window.setStatusBarMessage(`$(check) Placeholder of “${plain(profile.name)}” inserted`, 4000);
}

import { headerNameOf } from '../../core/requestFiles/tokenPlacement';
import { isRenewable } from '../../core/tokens/tree/tokenState';
import { currentToken } from '../currentToken';
import { requestPlace, targetsAt } from '../editor/requestPlace';
import { commands } from '../ids';
import { nameOf } from '../pickers';
import { separator, type Item } from '../pickerItems';
import type { Command } from './command';
import { getNewAccessToken } from './getNewAccessToken';
import { chooseAction, type Action } from './showActiveToken';

/** What can be done with the token that a request is sent with. @param argument the request, `{ uri, line }` */
export const showRequestToken: Command = async (dependencies, target, argument) => {
  const { requestDocuments, requestTokens, inUse, clock } = dependencies;
  const current = await currentToken(dependencies, nameOf(target));
  // It was removed meanwhile.
  if (current === undefined) return await getNewAccessToken(dependencies, target);
  const { profile, token, others } = current;
  const place = await requestPlace(argument);
  const [request] = targetsAt(requestDocuments, place);
  const suggested = request && (await requestTokens.suggestProfile(request).catch(() => undefined));
  const file = requestDocuments.fileOf(place.editor.document);
  const name = headerNameOf(profile).toLowerCase();
  const hasHeader = file.requestAt(place.lines[0] ?? 0)?.headers.some((header) => header.name === name);
  const isInsertable = suggested?.name === profile.name && hasHeader !== true;
  const isLastChoice = request?.file !== undefined && inUse.profileOfFile(request.file) === profile.name;
  const row = { kind: 'token', token, profile } as const;
  const item = (label: string, ...value: Action): Item<Action> => ({ label, value });
  await chooseAction(
    current,
    [
      item('$(info) Show Token Details', commands.showTokenDetails, row),
      item('$(copy) Copy Bearer Header', commands.copyBearerHeader, row),
      ...(isInsertable
        ? [
            item(
              '$(symbol-variable) Insert Bearer Placeholder',
              commands.insertBearerPlaceholder,
              profile.name,
              argument,
            ),
            // Of no given profile: who wrote the file has chosen it, and no person.
            ...(profile.tokenQueryParameter === undefined
              ? [item('$(insert) Insert Bearer Header', commands.insertBearerHeader, undefined, argument)]
              : []),
          ]
        : []),
      separator('more'),
      ...(isRenewable(row)
        ? [item('$(refresh) Refresh Access Token', commands.refreshAccessToken, row)]
        : []),
      item('$(key) Get New Access Token', commands.getNewAccessToken, profile.name),
      ...(others.length > 0 ? [item('$(account) Use Another Token…', commands.useToken, profile.name)] : []),
      ...(isLastChoice
        ? [
            item(
              '$(server) Use Another Profile for This File…',
              commands.chooseProfileForFile,
              undefined,
              argument,
            ),
          ]
        : []),
    ],
    clock.now(),
  );
};

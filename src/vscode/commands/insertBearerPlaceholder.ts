import { checkRequest } from '../editor/insertAuthorization';
import { requestPlace, targetsAt } from '../editor/requestPlace';
import { nameOf } from '../pickers';
import { writePlaceholder } from '../requests/writePlaceholder';
import type { Command } from './command';

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

import { withApiBaseUrl } from '../../core/profiles/apiBaseUrls';
import type { Command } from './command';

/**
 * Has a profile say that its token is for an address, too.
 * @returns what was changed, for a person
 */
export const addApiBaseUrl: Command = async ({ pickers, settings }, target, url) => {
  const { name, apiBaseUrls = [] } = await pickers.profile(target, 'Add to apiBaseUrls');
  if (typeof url !== 'string' || apiBaseUrls.includes(url)) return undefined;
  await settings.write(name, withApiBaseUrl(settings.members(name), url));
  return `The token of “${name}” is for ${url}, too.`;
};

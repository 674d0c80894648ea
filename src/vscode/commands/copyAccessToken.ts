import { showDone } from '../messages';
import { readyToken } from '../readyToken';
import type { Command } from './command';

export const copyAccessToken: Command = async (dependencies, target) => {
  const record = await readyToken(dependencies, target, 'Copy Access Token');
  await dependencies.clipboard.copySecret(record.tokenSet.accessToken);
  showDone(`Access token of “${record.profile}” copied`);
};

import { profileKey } from '../../core/profiles/profileSource';
import { nameOfToken } from '../../core/tokens/tokenNames';
import { showDone } from '../messages';
import type { Command } from './command';

export const useToken: Command = async ({ pickers, active, inUse }, target) => {
  const { profile, token } = await pickers.storedToken(target, 'Use This Token', 'anybody');
  await active.use(profileKey(profile), token.id);
  inUse.use(profile.name);
  showDone(`“${nameOfToken(token)}” is the active token of “${profile.name}” now`);
};

import type { CommandName } from '../ids';
import { Pickers, type Target } from '../pickers';
import { addProfile } from './addProfile';
import type { Command, Services } from './command';
import { copyAccessToken } from './copyAccessToken';
import { copyBearerHeader } from './copyBearerHeader';
import { copyRedirectUri } from './copyRedirectUri';
import { copySignInLink } from './copySignInLink';
import { getNewAccessToken } from './getNewAccessToken';
import { insertBearerHeader } from './insertBearerHeader';
import { introspectToken } from './introspectToken';
import { addOfflineAccess, switchClientAuthentication, turnPkceOff } from './mendProfile';
import { moveClientSecret } from './moveClientSecret';
import { openProfile, openProfiles } from './openProfile';
import { pasteRedirectUrl } from './pasteRedirectUrl';
import { refreshAccessToken } from './refreshAccessToken';
import { removeToken } from './removeToken';
import { resetStoredTokens } from './resetStoredTokens';
import { revokeToken } from './revokeToken';
import { saveTokenAgain } from './saveTokenAgain';
import { setClientKey } from './setClientKey';
import { setClientSecret } from './setClientSecret';
import { showUserInfo } from './showUserInfo';
import { signOutAtProvider } from './signOutAtProvider';

const showLog: Command = (dependencies) => Promise.resolve(dependencies.showLog());

const implementations: Readonly<Record<CommandName, Command>> = {
  addOfflineAccess,
  addProfile,
  copyAccessToken,
  copyBearerHeader,
  copyRedirectUri,
  copySignInLink,
  getNewAccessToken,
  insertBearerHeader,
  introspectToken,
  moveClientSecret,
  openProfile,
  openProfiles,
  pasteRedirectUrl,
  refreshAccessToken,
  removeToken,
  resetStoredTokens,
  revokeToken,
  saveTokenAgain,
  setClientKey,
  setClientSecret,
  showLog,
  showUserInfo,
  signOutAtProvider,
  switchClientAuthentication,
  turnPkceOff,
};

/** Runs a command. This file and what it imports is loaded when the first one is run. */
export async function runCommand(
  name: CommandName,
  services: Services,
  target: Target,
  argument: unknown,
): Promise<unknown> {
  return await implementations[name]({ ...services, pickers: new Pickers(services) }, target, argument);
}

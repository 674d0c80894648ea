import type { CommandName } from '../ids';
import { Pickers, type Target } from '../pickers';
import { addProfile } from './addProfile';
import type { Command, Services } from './command';
import { copyAccessToken } from './copyAccessToken';
import { copyBearerHeader } from './copyBearerHeader';
import { copyRedirectUri } from './copyRedirectUri';
import { getNewAccessToken } from './getNewAccessToken';
import { getNewAccessTokenWith } from './getNewAccessTokenWith';
import { insertBearerHeader } from './insertBearerHeader';
import { introspectToken } from './introspectToken';
import { addOfflineAccess, switchClientAuthentication, turnPkceOff } from './mendProfile';
import { moveClientSecret } from './moveClientSecret';
import { openBrowsers, openProfile, openProfiles } from './openProfile';
import { refreshAccessToken } from './refreshAccessToken';
import { removeToken } from './removeToken';
import { renameToken } from './renameToken';
import { resetStoredTokens } from './resetStoredTokens';
import { revokeToken } from './revokeToken';
import { saveTokenAgain } from './saveTokenAgain';
import { setClientKey } from './setClientKey';
import { setClientSecret } from './setClientSecret';
import { showActiveToken } from './showActiveToken';
import { showUserInfo } from './showUserInfo';
import { signOutAtProvider } from './signOutAtProvider';
import { switchEnvironment } from './switchEnvironment';
import { useToken } from './useToken';

const showLog: Command = (dependencies) => Promise.resolve(dependencies.showLog());

const implementations: Readonly<Record<CommandName, Command>> = {
  addOfflineAccess,
  addProfile,
  copyAccessToken,
  copyBearerHeader,
  copyRedirectUri,
  getNewAccessToken,
  getNewAccessTokenWith,
  insertBearerHeader,
  introspectToken,
  moveClientSecret,
  openBrowsers,
  openProfile,
  openProfiles,
  refreshAccessToken,
  removeToken,
  renameToken,
  resetStoredTokens,
  revokeToken,
  saveTokenAgain,
  setClientKey,
  setClientSecret,
  showActiveToken,
  showLog,
  showUserInfo,
  signOutAtProvider,
  switchClientAuthentication,
  switchEnvironment,
  turnPkceOff,
  useToken,
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

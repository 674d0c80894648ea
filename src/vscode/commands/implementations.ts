import type { CommandName } from '../ids';
import { Pickers, type Target } from '../pickers';
import { accessToken } from './accessToken';
import { approveProfile, forgetApprovals } from './approveProfile';
import { addApiBaseUrl } from './addApiBaseUrl';
import { addProfile } from './addProfile';
import { chooseProfileForFile } from './chooseProfileForFile';
import { clearTokenFilter } from './clearTokenFilter';
import type { Command, Services } from './command';
import { compareTokens, compareTokenWith } from './compareTokens';
import { copyAccessToken } from './copyAccessToken';
import { copyAsCurl } from './copyAsCurl';
import { copyBearerHeader } from './copyBearerHeader';
import { copyRedirectUri } from './copyRedirectUri';
import { copySignInLink } from './copySignInLink';
import { copyTokenSummary } from './copyTokenSummary';
import { deleteExpiredTokens } from './deleteExpiredTokens';
import { filterTokens } from './filterTokens';
import { getNewAccessToken } from './getNewAccessToken';
import { getNewAccessTokenWith } from './getNewAccessTokenWith';
import { groupTokensBy } from './groupTokensBy';
import { insertBearerHeader } from './insertBearerHeader';
import { insertBearerPlaceholder } from './insertBearerPlaceholder';
import { introspectToken } from './introspectToken';
import { addOfflineAccess, switchClientAuthentication, turnPkceOff } from './mendProfile';
import { moveClientSecret } from './moveClientSecret';
import { openBrowsers, openProfile, openProfiles } from './openProfile';
import { pasteRedirectUrl } from './pasteRedirectUrl';
import { refreshAccessToken } from './refreshAccessToken';
import { removeToken } from './removeToken';
import { renameToken } from './renameToken';
import { resetStoredTokens } from './resetStoredTokens';
import { revokeToken } from './revokeToken';
import { saveTokenAgain } from './saveTokenAgain';
import { sendWithFreshToken } from './sendWithFreshToken';
import { setClientKey } from './setClientKey';
import { setClientSecret } from './setClientSecret';
import { showActiveToken } from './showActiveToken';
import { showRequestToken } from './showRequestToken';
import { showTokenDetails } from './showTokenDetails';
import { showUserInfo } from './showUserInfo';
import { signOutAtProvider } from './signOutAtProvider';
import { switchEnvironment } from './switchEnvironment';
import { toggleSecrets } from './toggleSecrets';
import { useToken } from './useToken';

const showLog: Command = (dependencies) => Promise.resolve(dependencies.showLog());

const implementations: Readonly<Record<CommandName, Command>> = {
  accessToken,
  addOfflineAccess,
  addProfile,
  approveProfile,
  chooseProfileForFile,
  clearTokenFilter,
  compareTokens,
  compareTokenWith,
  copyAccessToken,
  copyAsCurl,
  copyBearerHeader,
  copyRedirectUri,
  copySignInLink,
  copyTokenSummary,
  deleteExpiredTokens,
  filterTokens,
  forgetApprovals,
  getNewAccessToken,
  getNewAccessTokenWith,
  groupTokensBy,
  insertBearerHeader,
  insertBearerPlaceholder,
  introspectToken,
  moveClientSecret,
  openBrowsers,
  openProfile,
  openProfiles,
  pasteRedirectUrl,
  refreshAccessToken,
  removeToken,
  renameToken,
  resetStoredTokens,
  revokeToken,
  saveTokenAgain,
  sendWithFreshToken,
  setClientKey,
  setClientSecret,
  showActiveToken,
  showLog,
  showRequestToken,
  showTokenDetails,
  showUserInfo,
  signOutAtProvider,
  switchClientAuthentication,
  switchEnvironment,
  toggleSecrets,
  turnPkceOff,
  addApiBaseUrl,
  useToken,
};

/** What VS Code gives beside the row when several are selected goes to these alone: all others work on the one row. */
const takesSelection: ReadonlySet<CommandName> = new Set([
  'compareTokens',
  'copyTokenSummary',
  'removeToken',
]);

/** Runs a command. This file and what it imports is loaded when the first one is run. */
export async function runCommand(
  name: CommandName,
  services: Services,
  target: Target,
  argument: unknown,
): Promise<unknown> {
  const given = Array.isArray(argument) && !takesSelection.has(name) ? undefined : argument;
  return await implementations[name]({ ...services, pickers: new Pickers(services) }, target, given);
}

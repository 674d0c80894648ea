/** Every name that the manifest and the code share; a unit test holds the two against each other. */

export const commands = {
  getNewAccessToken: 'valetKey.getNewAccessToken',
  getNewAccessTokenWith: 'valetKey.getNewAccessTokenWith',
  addProfile: 'valetKey.addProfile',
  openProfiles: 'valetKey.openProfiles',
  openProfile: 'valetKey.openProfile',
  approveProfile: 'valetKey.approveProfile',
  forgetApprovals: 'valetKey.forgetApprovals',
  openBrowsers: 'valetKey.openBrowsers',
  copyRedirectUri: 'valetKey.copyRedirectUri',
  pasteRedirectUrl: 'valetKey.pasteRedirectUrl',
  copySignInLink: 'valetKey.copySignInLink',
  setClientSecret: 'valetKey.setClientSecret',
  setClientKey: 'valetKey.setClientKey',
  moveClientSecret: 'valetKey.moveClientSecret',
  switchClientAuthentication: 'valetKey.switchClientAuthentication',
  addOfflineAccess: 'valetKey.addOfflineAccess',
  turnPkceOff: 'valetKey.turnPkceOff',
  addApiBaseUrl: 'valetKey.addApiBaseUrl',
  copyAccessToken: 'valetKey.copyAccessToken',
  accessToken: 'valetKey.accessToken',
  copyAsCurl: 'valetKey.copyAsCurl',
  copyBearerHeader: 'valetKey.copyBearerHeader',
  insertBearerHeader: 'valetKey.insertBearerHeader',
  sendWithFreshToken: 'valetKey.sendWithFreshToken',
  insertBearerPlaceholder: 'valetKey.insertBearerPlaceholder',
  showRequestToken: 'valetKey.showRequestToken',
  chooseProfileForFile: 'valetKey.chooseProfileForFile',
  refreshAccessToken: 'valetKey.refreshAccessToken',
  useToken: 'valetKey.useToken',
  renameToken: 'valetKey.renameToken',
  showActiveToken: 'valetKey.showActiveToken',
  switchEnvironment: 'valetKey.switchEnvironment',
  showUserInfo: 'valetKey.showUserInfo',
  introspectToken: 'valetKey.introspectToken',
  revokeToken: 'valetKey.revokeToken',
  signOutAtProvider: 'valetKey.signOutAtProvider',
  saveTokenAgain: 'valetKey.saveTokenAgain',
  showTokenDetails: 'valetKey.showTokenDetails',
  toggleSecrets: 'valetKey.toggleSecrets',
  compareTokens: 'valetKey.compareTokens',
  compareTokenWith: 'valetKey.compareTokenWith',
  copyTokenSummary: 'valetKey.copyTokenSummary',
  removeToken: 'valetKey.removeToken',
  deleteExpiredTokens: 'valetKey.deleteExpiredTokens',
  resetStoredTokens: 'valetKey.resetStoredTokens',
  groupTokensBy: 'valetKey.groupTokensBy',
  filterTokens: 'valetKey.filterTokens',
  clearTokenFilter: 'valetKey.clearTokenFilter',
  showLog: 'valetKey.showLog',
} as const;
export type CommandName = keyof typeof commands;

export const viewContainers = { valetKey: 'valetKey' } as const;

export const views = { tokens: 'valetKey.tokens' } as const;

/** By which other extensions ask VS Code for a session of a profile. */
export const authenticationProvider = 'valetkey';

export const settings = {
  profiles: 'valetKey.profiles',
  workspaceProfiles: 'valetKey.workspaceProfiles',
  browsers: 'valetKey.browsers',
  clipboardClearAfter: 'valetKey.clipboard.clearAfter',
  statusBarEnabled: 'valetKey.statusBar.enabled',
  httpYacEnabled: 'valetKey.httpYac.enabled',
  restClientLiveVariables: 'valetKey.restClient.liveVariables',
  restClientScrubHistory: 'valetKey.restClient.scrubHistory',
  diagnosticsEnabled: 'valetKey.diagnostics.enabled',
  codeLensEnabled: 'valetKey.codeLens.enabled',
} as const;

/** The extensions that send requests from files, and that tokens are fed to. */
export const neighbourExtensions = {
  restClient: 'humao.rest-client',
  httpYac: 'anweber.vscode-httpyac',
} as const;

/** How the editor names us beside what it marks in a file. */
export const diagnosticSource = 'Valet Key';

/** Of documents that show a token: coloured, and without links in what a server wrote. */
export const languages = { token: 'valetkey-token' } as const;

/**
 * `noRows`: the token view was read and has nothing to show, so that its welcome is in place. `isFiltered`: it shows
 * only some of the tokens. `signInPending`: a sign-in of this window waits for its answer. `hasRequests`: the active
 * editor shows Markdown with requests in it; of a request file its language says so.
 */
export const contextKeys = {
  noRows: 'valetKey.noRows',
  isFiltered: 'valetKey.isFiltered',
  signInPending: 'valetKey.signInPending',
  hasRequests: 'valetKey.hasRequests',
} as const;

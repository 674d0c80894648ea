/** Every name that the manifest and the code share; a unit test holds the two against each other. */

export const commands = {
  getNewAccessToken: 'valetKey.getNewAccessToken',
  addProfile: 'valetKey.addProfile',
  openProfiles: 'valetKey.openProfiles',
  openProfile: 'valetKey.openProfile',
  copyRedirectUri: 'valetKey.copyRedirectUri',
  pasteRedirectUrl: 'valetKey.pasteRedirectUrl',
  copySignInLink: 'valetKey.copySignInLink',
  setClientSecret: 'valetKey.setClientSecret',
  setClientKey: 'valetKey.setClientKey',
  moveClientSecret: 'valetKey.moveClientSecret',
  switchClientAuthentication: 'valetKey.switchClientAuthentication',
  addOfflineAccess: 'valetKey.addOfflineAccess',
  turnPkceOff: 'valetKey.turnPkceOff',
  copyAccessToken: 'valetKey.copyAccessToken',
  copyBearerHeader: 'valetKey.copyBearerHeader',
  insertBearerHeader: 'valetKey.insertBearerHeader',
  refreshAccessToken: 'valetKey.refreshAccessToken',
  showUserInfo: 'valetKey.showUserInfo',
  introspectToken: 'valetKey.introspectToken',
  revokeToken: 'valetKey.revokeToken',
  signOutAtProvider: 'valetKey.signOutAtProvider',
  saveTokenAgain: 'valetKey.saveTokenAgain',
  removeToken: 'valetKey.removeToken',
  resetStoredTokens: 'valetKey.resetStoredTokens',
  showLog: 'valetKey.showLog',
} as const;
export type CommandName = keyof typeof commands;

export const viewContainers = { valetKey: 'valetKey' } as const;

export const views = { tokens: 'valetKey.tokens' } as const;

export const settings = { profiles: 'valetKey.profiles' } as const;

/**
 * `noRows`: the token view was read and has nothing to show, so that its welcome is in place. `signInPending`: a sign-in
 * of this window waits for its answer.
 */
export const contextKeys = { noRows: 'valetKey.noRows', signInPending: 'valetKey.signInPending' } as const;

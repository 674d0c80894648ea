import type { Configuration } from 'oidc-provider';
import { signedOutPage, signOutPage } from './pages';

/** RP-Initiated Logout 1.0, with pages of ours in place of the library's, which warn of themselves. */
export const signOut: NonNullable<Configuration['features']>['rpInitiatedLogout'] = {
  enabled: true,
  logoutSource: (context, form) => {
    context.type = 'html';
    context.body = signOutPage(form);
  },
  postLogoutSuccessSource: (context) => {
    context.type = 'html';
    context.body = signedOutPage();
  },
};

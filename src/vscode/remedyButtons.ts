import type { Remedy } from '../core/errors';
import type { SignInChoices } from '../core/signIn/signInChoices';
import { commands } from './ids';

/** What a button beside an error message does. */
export interface RemedyButton {
  readonly title: string;
  /** Gets the profile's name. */
  readonly command: string;
  /** Given to the command beside the profile's name. */
  readonly argument?: string | SignInChoices;
  /** The command changes the profile and returns what it changed; then this is worth a try. */
  readonly then?: 'try_again' | 'get_new_token';
}

/** A button for each remedy; trying again is no command. */
export const remedyButtons: Readonly<Record<Exclude<Remedy, 'try_again'>, RemedyButton>> = {
  edit_profile: { title: 'Edit Profile', command: commands.openProfile },
  approve_profile: { title: 'Approve Profile…', command: commands.approveProfile },
  edit_browsers: { title: 'Edit Browsers', command: commands.openBrowsers },
  use_default_browser: {
    title: 'Use Default Browser',
    command: commands.getNewAccessTokenWith,
    argument: 'default',
  },
  set_client_secret: { title: 'Set Client Secret…', command: commands.setClientSecret },
  move_client_secret: { title: 'Move to Secret Storage', command: commands.moveClientSecret },
  set_client_key: { title: 'Set Client Key…', command: commands.setClientKey },
  switch_client_authentication: {
    title: 'Switch Client Authentication',
    command: commands.switchClientAuthentication,
    then: 'try_again',
  },
  add_offline_access: {
    title: 'Add offline_access',
    command: commands.addOfflineAccess,
    // A token that was given without can never be renewed.
    then: 'get_new_token',
  },
  turn_pkce_off: { title: 'Turn PKCE Off…', command: commands.turnPkceOff, then: 'try_again' },
  copy_redirect_uri: { title: 'Copy Redirect URI', command: commands.copyRedirectUri },
  paste_url: {
    title: 'Paste the URL Instead',
    command: commands.getNewAccessToken,
    argument: { wayBack: 'pasted_url' },
  },
  get_new_token: { title: 'Get New Access Token', command: commands.getNewAccessToken },
};

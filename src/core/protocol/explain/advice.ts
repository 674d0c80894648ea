import type { ErrorDetails, Remedy } from '../../errors';
import { otherAuthMethod } from '../../profiles/authMethods';
import { clientCredentialKind, needsClientKey } from '../../profiles/clientCredentialKind';
import { usesRedirect, type Profile } from '../../profiles/profile';
import { isShared } from '../../profiles/profileSource';

/** What can answer with an error. */
export type Endpoint =
  | 'authorization'
  | 'token'
  | 'device_authorization'
  | 'pushed_authorization'
  | 'revocation'
  | 'introspection'
  | 'userinfo';

/** What surrounds an error. */
export interface ErrorContext {
  readonly from: Endpoint;
  /** Of the endpoint, in lower case, without a port. */
  readonly host: string;
  readonly profile: Profile;
  /** A refresh token was sent. */
  readonly refreshing: boolean;
}

/** Text that may depend on what was asked for. */
export type Words = string | ((context: ErrorContext) => string);

/** One row of the table: an error, what it most likely means, and what to do about it. */
export interface ErrorRow {
  /** Whose error it is; `RFC …` for the standards'. */
  readonly provider: string;
  readonly source: string;
  /** The values of `error`; absent: any. */
  readonly errors?: readonly string[];
  /** What `error_description` holds; absent: anything, or nothing. */
  readonly words?: RegExp;
  /** The domains of the provider; absent: any host. A provider that people run themselves is known by its words. */
  readonly domains?: readonly string[];
  readonly from?: readonly Endpoint[];
  readonly when?: (context: ErrorContext) => boolean;

  /** The likely cause, as a sentence. */
  readonly cause: Words;
  /** What to do next, as a sentence. */
  readonly todo: Words;
  readonly remedy?: ErrorDetails['remedy'];
  readonly otherRemedy?: ErrorDetails['otherRemedy'];
}

export type Advice = Pick<ErrorDetails, 'hint' | 'remedy' | 'otherRemedy'>;

/** What a row says in these circumstances, with buttons that can do something for this profile. */
export function adviceOf(row: Omit<ErrorRow, 'provider' | 'source'>, context: ErrorContext): Advice {
  const say = (words: Words) => (typeof words === 'string' ? words : words(context));
  const remedy = row.remedy && fitting(row.remedy, context.profile);
  const otherRemedy = row.otherRemedy && fitting(row.otherRemedy, context.profile);
  return {
    hint: `${say(row.cause)} ${say(row.todo)}`.trim(),
    remedy,
    otherRemedy: otherRemedy === remedy ? undefined : otherRemedy,
  };
}

/** The remedy, or the nearest one that a profile of this kind has a use for. */
function fitting(remedy: Remedy, profile: Profile): Remedy {
  switch (remedy) {
    case 'set_client_secret':
      if (profile.clientSecretVariable !== undefined) return 'edit_profile';
      if (clientCredentialKind(profile) === 'secret') return remedy;
      return fitting(
        clientCredentialKind(profile) === 'none' ? 'switch_client_authentication' : 'set_client_key',
        profile,
      );
    case 'switch_client_authentication':
      return isShared(profile) || otherAuthMethod(profile.tokenEndpointAuthMethod, []) === undefined
        ? 'edit_profile'
        : remedy;
    case 'add_offline_access':
    case 'turn_pkce_off':
      // Nothing is written into a repository.
      return isShared(profile) ? 'edit_profile' : remedy;
    case 'set_client_key':
      return needsClientKey(profile) && profile.clientKeyFile === undefined ? remedy : 'edit_profile';
    case 'copy_redirect_uri':
    case 'paste_url':
      return usesRedirect(profile) ? remedy : 'edit_profile';
    case 'edit_profile':
    case 'edit_browsers':
    case 'use_default_browser':
    case 'move_client_secret':
    case 'approve_profile':
    case 'get_new_token':
    case 'try_again':
      return remedy;
  }
}

/** The grant type of the request, as the standards name it to people. */
export function grantTypeOf({ profile, refreshing }: ErrorContext): string {
  return refreshing ? 'refresh_token' : profile.grantType;
}

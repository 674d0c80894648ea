import { ValetKeyError } from '../../errors';
import { usesRedirect, type Profile } from '../../profiles/profile';
import { isShared } from '../../profiles/profileSource';
import { isHostOf } from '../rules/rule';
import type { Advice } from './advice';

/** Why a token without a refresh token cannot be renewed. */
export function withoutRefreshToken(profile: Profile): ValetKeyError {
  return profile.grantType === 'pasted_token'
    ? new ValetKeyError('nothing_to_refresh', 'A token that was pasted cannot be renewed here.', {
        hint: 'Get a new one where it came from, and paste that.',
        remedy: 'get_new_token',
      })
    : new ValetKeyError(
        'nothing_to_refresh',
        'The server gave no refresh token, so this token cannot be renewed.',
        adviceForMissingRefreshToken(profile),
      );
}

/** What to do when a server gave no refresh token (RFC 6749 §5.1: it need not give one). */
function adviceForMissingRefreshToken(profile: Profile): Advice {
  const scopes = (profile.scope ?? '').split(' ');
  if (isGoogle(profile)) {
    return {
      hint: 'Google gives one for "access_type": "offline" alone, and after the first time for "prompt": "consent" too. Write both into authorizationRequest.parameters, and get a new token.',
      remedy: 'edit_profile',
      otherRemedy: 'get_new_token',
    };
  }
  const asksSomebody = usesRedirect(profile) || profile.grantType === 'device_code';
  if (asksSomebody && !scopes.includes('offline_access')) {
    return {
      hint: 'Get a new one. Many servers give a refresh token for the scope offline_access.',
      remedy: 'get_new_token',
      // Nothing is written into a repository.
      otherRemedy: isShared(profile) ? 'edit_profile' : 'add_offline_access',
    };
  }
  return {
    hint: asksSomebody
      ? 'Get a new one. The server gave none though offline_access was asked for: perhaps the app may not use the grant type refresh_token, or the server wants "prompt": "consent" with it.'
      : 'Get a new one.',
    remedy: 'get_new_token',
  };
}

function isGoogle({ issuer, authorizationEndpoint }: Profile): boolean {
  const address = authorizationEndpoint ?? issuer;
  return address !== undefined && isHostOf(new URL(address).hostname, 'google.com');
}

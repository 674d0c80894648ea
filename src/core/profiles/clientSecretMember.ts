import { clientCredentialKind } from './clientCredentialKind';
import { defaultAuthMethod } from './draft';
import type { Members } from './memberChecks';
import { mistake, type Mistake } from './mistake';
import { isOtherSource } from './otherSources';
import { tokenEndpointAuthMethods, tokenSources } from './profile';
import { unset, variableAlone, type Environment } from './variables';

/** The one name under which it may be written; others are noticed in whatever spelling. */
export const CLIENT_SECRET = 'clientSecret';

/**
 * A client secret that is written as an environment variable alone, which keeps it out of the settings (G11). Its value
 * is looked up when it is sent, and is no part of the profile.
 */
export function clientSecretMeaning(
  members: Members,
  environment: Environment,
): { readonly variable?: string; readonly mistakes?: readonly Mistake[] } {
  const variable = variableAlone(members[CLIENT_SECRET]);
  if (variable === undefined) return {};
  if (!environment(variable))
    return { variable, mistakes: [mistake(CLIENT_SECRET, unset(CLIENT_SECRET, variable))] };
  return sendsSecret(members)
    ? { variable }
    : {
        variable,
        mistakes: [
          mistake(
            CLIENT_SECRET,
            'clientSecret has no effect: this profile sends no client secret. Remove it, or write tokenEndpointAuthMethod with client_secret_basic or client_secret_post.',
          ),
        ],
      };
}

/** What is written wrongly may be meant to. */
function sendsSecret({
  grantType: written = 'authorization_code',
  tokenEndpointAuthMethod,
}: Members): boolean {
  const grantType = tokenSources.find((source) => source === written);
  if (grantType === undefined) return true;
  if (isOtherSource(grantType)) return false;
  const method = tokenEndpointAuthMethod ?? defaultAuthMethod(grantType);
  const known = tokenEndpointAuthMethods.find((one) => one === method);
  return known === undefined || clientCredentialKind({ tokenEndpointAuthMethod: known }) === 'secret';
}

import { ValetKeyError } from '../../errors';
import type { Profile } from '../../profiles/profile';
import type { EndpointName } from './endpoints';

/** What each endpoint is for, to complete “does not say …”. */
const purposes: Readonly<Record<EndpointName, string>> = {
  authorization_endpoint: 'where people sign in',
  token_endpoint: 'where tokens are issued',
  device_authorization_endpoint: 'where user codes are issued',
  pushed_authorization_request_endpoint: 'where authorization requests are pushed',
  revocation_endpoint: 'where tokens are revoked',
  introspection_endpoint: 'where one asks about tokens',
  userinfo_endpoint: 'where one asks who signed in',
  end_session_endpoint: 'where people sign out',
  jwks_uri: 'where its keys are',
};

/** The server, or the profile in its place, names no such endpoint: said truthfully, with what a person can do. */
export function notOffered(name: EndpointName, { name: profile, issuer }: Profile): ValetKeyError {
  const member = camelCase(name);
  const message =
    issuer === undefined
      ? `The profile “${profile}” does not say ${purposes[name]}: it has no ${member}, and no issuer to discover it from.`
      : `The server of “${profile}” does not say ${purposes[name]}: its metadata have no ${name}.`;
  return new ValetKeyError('not_offered', message, {
    hint: `Write ${member} in the profile if you know it.`,
    remedy: 'edit_profile',
  });
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

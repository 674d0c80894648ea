import { ValetKeyError, isCancelled } from '../errors';
import type { Profile } from '../profiles/profile';

/** Whether a server did not take the client's authentication: what was typed for it is then doubtful. */
export function isAboutClient({ server, remedy }: ValetKeyError): boolean {
  return server?.error === 'invalid_client' || remedy === 'set_client_secret' || remedy === 'set_client_key';
}

/** Whether a person who signs in again mends it. */
export function isForSignIn(error: unknown): boolean {
  return error instanceof ValetKeyError && error.remedy === 'get_new_token';
}

/** Whether a server was asked, or would have been if it could be reached. */
export function wasTried(error: unknown): boolean {
  if (!(error instanceof ValetKeyError) || isCancelled(error)) return false;
  return error.code !== 'held_elsewhere' && error.code !== 'nothing_to_refresh';
}

export function otherEndpoints({ name }: Profile): ValetKeyError {
  return new ValetKeyError(
    'nothing_to_refresh',
    `The token was obtained from other endpoints than “${name}” has now.`,
    { hint: 'It is not sent to the new ones. Get a new token.', remedy: 'get_new_token' },
  );
}

export function noToken({ name }: Profile): ValetKeyError {
  const error = new ValetKeyError('nothing_to_refresh', `There is no token of “${name}”.`, {
    hint: 'Get a new access token first; only a person can sign in.',
    remedy: 'get_new_token',
  });
  error.profile = name;
  return error;
}

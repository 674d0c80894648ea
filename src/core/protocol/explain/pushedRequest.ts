import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../../errors';
import type { Profile } from '../../profiles/profile';
import { explainAuthorizationError } from './explain';

/** What surrounded an error of the pushed authorization request endpoint. */
export interface PushedErrorContext {
  readonly profile: Profile;
  /** Says what kind of answer it was: status, type, length. */
  readonly describe: () => Promise<string>;
  /** Masks what a server echoes of a secret. */
  readonly redact: (text: string) => string;
}

/** What the library threw for a pushed authorization request (RFC 9126 §2.3), for a person. */
export async function explainPushedRequestError(
  error: unknown,
  { profile, describe, redact }: PushedErrorContext,
): Promise<ValetKeyError> {
  if (error instanceof ValetKeyError) return error;
  if (error instanceof oauth.WWWAuthenticateChallengeError) return clientRefused(profile, error.status);
  if (error instanceof oauth.ResponseBodyError) {
    const words = { error: error.error, error_description: error.error_description ?? '' };
    // The same errors as the authorization endpoint has (§2.3), a moment earlier.
    const same = explainAuthorizationError(
      new oauth.AuthorizationResponseError('', { cause: new URLSearchParams(words) }),
      redact,
    );
    return error.error === 'invalid_client' ? clientRefused(profile, error.status, same) : same;
  }
  return new ValetKeyError(
    'authorization_response_invalid',
    `The server did not take the pushed authorization request: ${redact(await describe())}.`,
    {
      hint: 'Check pushedAuthorizationRequestEndpoint, if the profile has it. Otherwise the fault is the server’s.',
      remedy: 'edit_profile',
      cause: error,
    },
  );
}

function clientRefused(profile: Profile, status: number, said?: ValetKeyError): ValetKeyError {
  const { tokenEndpointAuthMethod } = profile;
  const [hint, remedy] =
    tokenEndpointAuthMethod === 'none'
      ? ([
          'Pushed requests are authenticated like token requests. If the app has a client secret, set tokenEndpointAuthMethod.',
          'edit_profile',
        ] as const)
      : ([
          `The client id or what proves it is wrong, or the server wants it sent in another way than ${tokenEndpointAuthMethod}.`,
          'set_client_secret',
        ] as const);
  return new ValetKeyError(
    'authorization_refused',
    said?.message ?? `The server refused the client at its pushed authorization endpoint (status ${status}).`,
    { hint, remedy, server: said?.server ?? { httpStatus: status } },
  );
}

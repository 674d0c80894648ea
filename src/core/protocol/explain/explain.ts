import * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText, type ErrorDetails, type ServerWords } from '../../errors';
import type { Profile } from '../../profiles/profile';

/** What surrounded an error of the token endpoint. */
export interface TokenErrorContext {
  readonly profile: Profile;
  /** A refresh token was sent. */
  readonly refreshing: boolean;
  readonly status: number;
  /** Says what kind of answer it was: status, type, length. */
  readonly describe: () => Promise<string>;
  /** Masks what a server echoes of a secret. */
  readonly redact: (text: string) => string;
  /** What to do when a time in a token does not fit (see `clockHint`). */
  readonly clockHint: string;
}

type Advice = Pick<ErrorDetails, 'hint' | 'remedy'>;

/** The errors of RFC 6749 §5.2 at the token endpoint: the likely cause and what to do. */
function adviceForToken(error: string, { profile, refreshing }: TokenErrorContext): Advice {
  switch (error) {
    case 'invalid_grant':
      return refreshing
        ? {
            hint: 'The refresh token has expired, was used already or was withdrawn. Sign in again.',
            remedy: 'get_new_token',
          }
        : {
            hint: 'The code expired, was used already, or belongs to another redirect URI or client. Start again; with a new app, wait ten minutes first.',
            remedy: 'try_again',
          };
    case 'invalid_client':
      return profile.tokenEndpointAuthMethod === 'none'
        ? {
            hint: 'No client secret was sent. If the app has one, set tokenEndpointAuthMethod to client_secret_basic or client_secret_post.',
            remedy: 'edit_profile',
          }
        : {
            hint: `The client id or secret is wrong, or the server wants it sent in another way than ${profile.tokenEndpointAuthMethod}.`,
            remedy: 'set_client_secret',
          };
    case 'invalid_scope':
      return {
        hint: 'The server does not know a scope of the profile, or this app may not have it.',
        remedy: 'edit_profile',
      };
    case 'unauthorized_client':
      return {
        hint: `This app may not use the grant type ${refreshing ? 'refresh_token' : profile.grantType}. Allow it where the app is registered, or choose another in the profile.`,
        remedy: 'edit_profile',
      };
    case 'unsupported_grant_type':
      return {
        hint: `The server does not offer the grant type ${refreshing ? 'refresh_token' : profile.grantType}.`,
        remedy: 'edit_profile',
      };
    default:
      return { remedy: 'try_again' };
  }
}

/** The errors of RFC 6749 §4.1.2.1 and OpenID Connect Core §3.1.2.6 at the authorization endpoint. */
function adviceForAuthorization(error: string): Advice {
  switch (error) {
    case 'access_denied':
      return { hint: 'You, or the server’s rules, said no. Nothing was changed.', remedy: 'try_again' };
    case 'invalid_scope':
      return {
        hint: 'The server does not know a scope of the profile, or this app may not have it.',
        remedy: 'edit_profile',
      };
    case 'unauthorized_client':
    case 'unsupported_response_type':
      return {
        hint: 'This app may not use the authorization code flow. Allow it where the app is registered.',
        remedy: 'edit_profile',
      };
    case 'invalid_request':
      return {
        hint: 'Compare client id, redirect URI and scope with what is registered.',
        remedy: 'edit_profile',
      };
    case 'server_error':
    case 'temporarily_unavailable':
      return { hint: 'The fault is the server’s. Try again in a while.', remedy: 'try_again' };
    default:
      return { remedy: 'try_again' };
  }
}

/** What the library threw for an authorization response, for a person. */
export function explainAuthorizationError(error: unknown, redact: (text: string) => string): ValetKeyError {
  if (error instanceof ValetKeyError) return error;
  if (error instanceof oauth.AuthorizationResponseError) {
    const server = serverWords(redact, error.error, error.error_description);
    return new ValetKeyError('authorization_refused', `The server refused the sign-in: ${say(server)}`, {
      ...adviceForAuthorization(error.error),
      server,
    });
  }
  if (error instanceof oauth.UnsupportedOperationError) {
    return new ValetKeyError(
      'authorization_response_invalid',
      'The server sent a token to the redirect URI; this profile asked for a code.',
      {
        hint: 'Check the response type that is registered for this app.',
      },
    );
  }
  const reason = error instanceof oauth.OperationProcessingError ? error.message : 'it could not be read';
  const mixUp = reason.includes('"iss"');
  return new ValetKeyError(
    'authorization_response_invalid',
    `The server’s answer to the sign-in is not used: ${plain(reason)}.`,
    {
      // RFC 9207 §2.4: an answer of another server; its own words must not be shown.
      hint: mixUp
        ? 'It does not come from the server of this profile. Check the issuer in the profile.'
        : 'Start again. If it happens again, the server’s administrator needs to know.',
      remedy: mixUp ? 'edit_profile' : 'try_again',
    },
  );
}

/** What the library threw for a token response, for a person. The body is never shown: it can hold tokens. */
export async function explainTokenError(error: unknown, context: TokenErrorContext): Promise<ValetKeyError> {
  if (error instanceof ValetKeyError) return error;
  const { redact, status } = context;
  const describe = async () => redact(await context.describe());
  if (error instanceof oauth.ResponseBodyError) {
    const server = serverWords(redact, error.error, error.error_description, error.status);
    return new ValetKeyError('token_request_refused', `The token endpoint refused: ${say(server)}`, {
      ...adviceForToken(error.error, context),
      server,
    });
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    return new ValetKeyError(
      'token_request_refused',
      `The token endpoint refused the client (status ${error.status}).`,
      {
        ...adviceForToken('invalid_client', context),
        server: { httpStatus: error.status },
      },
    );
  }
  const { message, code } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { message: '', code: undefined };
  switch (code) {
    case oauth.JWT_CLAIM_COMPARISON:
    case oauth.JWT_TIMESTAMP_CHECK:
    case oauth.KEY_SELECTION:
      return idTokenError(error, message, context.clockHint);
    case oauth.INVALID_RESPONSE:
    case oauth.UNSUPPORTED_OPERATION:
      if (/JWT|JWS|JWE|ID Token|id_token/i.test(message))
        return idTokenError(error, message, context.clockHint);
      return unusable(status, `${plain(message)} (${await describe()})`);
    case oauth.PARSE_ERROR:
      if (message.includes('JWT')) return idTokenError(error, message, context.clockHint);
      return unusable(status, await describe());
    case oauth.RESPONSE_IS_NOT_CONFORM:
    case oauth.RESPONSE_IS_NOT_JSON:
      return unusable(status, await describe());
    default:
      return unusable(status, await describe(), error);
  }
}

function idTokenError(error: unknown, message: string, clockHint: string): ValetKeyError {
  return new ValetKeyError(
    'id_token_invalid',
    `The ID token is not valid, so nothing of the answer is used: ${plain(message)}.`,
    adviceForIdToken(error, message, clockHint),
  );
}

function adviceForIdToken(error: unknown, message: string, clockHint: string): Advice {
  if (error instanceof oauth.OperationProcessingError && error.code === oauth.JWT_TIMESTAMP_CHECK) {
    const isSignInTime = (error.cause as { claim?: unknown }).claim === 'auth_time';
    return {
      hint: isSignInTime
        ? 'The server did not ask you to sign in again, though maxAge in the profile wants a sign-in that is not older.'
        : clockHint,
      remedy: 'try_again',
    };
  }
  if (message.includes('"alg"')) {
    return {
      hint: 'It is signed with nothing, with the client secret (HS256), or with an algorithm that the server does not announce. Have the app registered for ID tokens signed with RS256 or ES256.',
    };
  }
  return {
    hint: 'Check issuer and client ID in the profile. If they are right, the server’s administrator needs to know.',
    remedy: 'edit_profile',
  };
}

function unusable(status: number, what: string, cause?: unknown): ValetKeyError {
  const message = `The token endpoint’s answer cannot be used: ${what}.`;
  return new ValetKeyError('token_response_invalid', message, { ...adviceForStatus(status), cause });
}

function adviceForStatus(status: number): Advice {
  if (status === 407) {
    return {
      hint: 'A proxy on the way wants a sign-in of its own. Look at `http.proxy` and the settings beside it. Nothing was stored.',
      remedy: 'try_again',
    };
  }
  if (status >= 500 || status === 429) {
    return {
      hint: 'The server is in trouble or wants to be asked less often. Nothing was stored. Try again in a while.',
      remedy: 'try_again',
    };
  }
  return {
    hint: 'Check that the profile’s token endpoint is the one in the provider’s documentation. Nothing was stored.',
    remedy: 'edit_profile',
  };
}

/** Error words as a server may send them: text of foreign origin (R23). */
function serverWords(
  redact: (text: string) => string,
  error: string,
  description: string | undefined,
  httpStatus?: number,
): ServerWords {
  return {
    error: redact(cleanServerText(error)),
    ...(description !== undefined && { errorDescription: redact(cleanServerText(description)) }),
    ...(httpStatus !== undefined && { httpStatus }),
  };
}

function say(server: ServerWords): string {
  const words = server.errorDescription
    ? `${server.error ?? ''} — “${server.errorDescription}”`
    : (server.error ?? '');
  return `${words}.`.replace(/\.”\.$/, '.”');
}

/** The library's message without its quotation marks. It is the library's own text and holds no value of the answer. */
function plain(message: string): string {
  return message.replaceAll('"', '').replace(/\.$/, '');
}

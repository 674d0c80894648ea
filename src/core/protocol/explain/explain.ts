import * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText, type ErrorCode, type ServerWords } from '../../errors';
import { describeBody } from '../token/responses';
import { clockHint } from '../server/serverClock';
import type { Endpoint, ErrorContext } from './advice';
import { explainIdTokenError } from './idTokenErrors';
import { lookUp } from './lookUp';
import { plain } from './plain';
import { describeWait, retryAfter } from './retryAfter';
import { adviceForStatus } from './statusAdvice';

export interface ExplainContext extends ErrorContext {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Masks what a server echoes of a secret. */
  readonly redact: (text: string) => string;
}

interface Naming {
  readonly name: string;
  /** The member of a profile that says where it is. */
  readonly member: string;
  readonly refused: ErrorCode;
  readonly unusable: ErrorCode;
}

/** How each endpoint is called, and what its errors are. */
const naming: Readonly<Record<Endpoint, Naming>> = {
  authorization: {
    name: 'server',
    member: 'authorizationEndpoint',
    refused: 'authorization_refused',
    unusable: 'authorization_response_invalid',
  },
  token: {
    name: 'token endpoint',
    member: 'tokenEndpoint',
    refused: 'token_request_refused',
    unusable: 'token_response_invalid',
  },
  device_authorization: {
    name: 'device authorization endpoint',
    member: 'deviceAuthorizationEndpoint',
    refused: 'token_request_refused',
    unusable: 'token_response_invalid',
  },
  pushed_authorization: {
    name: 'pushed authorization request endpoint',
    member: 'pushedAuthorizationRequestEndpoint',
    refused: 'authorization_refused',
    unusable: 'response_invalid',
  },
  revocation: {
    name: 'revocation endpoint',
    member: 'revocationEndpoint',
    refused: 'request_refused',
    unusable: 'response_invalid',
  },
  introspection: {
    name: 'introspection endpoint',
    member: 'introspectionEndpoint',
    refused: 'request_refused',
    unusable: 'response_invalid',
  },
  userinfo: {
    name: 'userinfo endpoint',
    member: 'userinfoEndpoint',
    refused: 'request_refused',
    unusable: 'response_invalid',
  },
};

/** What the library threw for an authorization response, for a person. */
export function explainAuthorizationError(error: unknown, context: ExplainContext): ValetKeyError {
  if (error instanceof ValetKeyError) return error;
  if (error instanceof oauth.AuthorizationResponseError) {
    const server = serverWords(context.redact, error.error, error.error_description);
    return new ValetKeyError('authorization_refused', `The server refused the sign-in: ${say(server)}`, {
      ...lookUp(server, context),
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

/**
 * What the library threw for an endpoint's answer, for a person. The body is never shown: it can hold tokens.
 * @param asItCame the answer before any rule, not read yet
 */
export async function explainAnswer(
  error: unknown,
  asItCame: Response,
  context: ExplainContext,
): Promise<ValetKeyError> {
  if (error instanceof ValetKeyError) return error;
  const { name, refused } = naming[context.from];
  if (error instanceof oauth.ResponseBodyError) {
    const server = serverWords(context.redact, error.error, error.error_description, asItCame.status);
    return new ValetKeyError(refused, `The ${name} refused: ${say(server)}`, {
      ...lookUp(server, context),
      ...(asItCame.status === 429 && (await statusAdvice(asItCame, context))),
      server,
    });
  }
  const { message, code } =
    error instanceof Error ? (error as Error & { code?: unknown }) : { message: '', code: undefined };
  const hint = clockHint(asItCame.headers.get('date'), context.now);
  switch (code) {
    case oauth.JWT_CLAIM_COMPARISON:
    case oauth.JWT_TIMESTAMP_CHECK:
    case oauth.KEY_SELECTION:
      return explainIdTokenError(error, message, hint);
    case oauth.INVALID_RESPONSE:
    case oauth.UNSUPPORTED_OPERATION:
      if (/JWT|JWS|JWE|ID Token|id_token/i.test(message)) return explainIdTokenError(error, message, hint);
      return await unusable(asItCame, context, { reason: plain(message) });
    case oauth.PARSE_ERROR:
      if (message.includes('JWT')) return explainIdTokenError(error, message, hint);
      return await unusable(asItCame, context, { wasCut: true });
    case oauth.WWW_AUTHENTICATE_CHALLENGE:
      return await refusedByStatus(asItCame, context);
    case oauth.RESPONSE_IS_NOT_CONFORM:
    case oauth.RESPONSE_IS_NOT_JSON:
      return asItCame.status === 401
        ? await refusedByStatus(asItCame, context)
        : await unusable(asItCame, context, {});
    default:
      return await unusable(asItCame, context, { cause: error });
  }
}

/**
 * An answer that sends us elsewhere, which is not followed: what is in the request is for nobody else.
 * @param redirect where to, in words
 */
export function explainRedirect(from: Endpoint, redirect: string): ValetKeyError {
  const { name, member, unusable: code } = naming[from];
  return new ValetKeyError(code, `The ${name} answered with ${redirect}.`, {
    hint: `If that is the right address, write it as ${member} in the profile.`,
    remedy: 'edit_profile',
  });
}

/** 401 without an error in the body: the client was not taken. */
async function refusedByStatus(asItCame: Response, context: ExplainContext): Promise<ValetKeyError> {
  const { name, refused } = naming[context.from];
  const { status } = asItCame;
  return new ValetKeyError(refused, `The ${name} refused the client (status ${status}).`, {
    ...(await statusAdvice(asItCame, context)),
    server: { httpStatus: status },
  });
}

interface WhyUnusable {
  /** The library's own words; otherwise the form of the answer says enough. */
  readonly reason?: string;
  /** It looks like the beginning of a good one. */
  readonly wasCut?: boolean;
  readonly cause?: unknown;
}

async function unusable(
  asItCame: Response,
  context: ExplainContext,
  { reason, wasCut = false, cause }: WhyUnusable,
): Promise<ValetKeyError> {
  const { name, unusable: code } = naming[context.from];
  const form = context.redact(await describeBody(asItCame.clone()));
  const message = `The ${name}’s answer cannot be used: ${reason === undefined ? form : `${reason} (${form})`}.`;
  const isEmpty = (await asItCame.clone().text()) === '';
  // A token was perhaps issued, and the code is spent: nobody can say (decision 14).
  if (asItCame.ok && (wasCut || isEmpty) && context.from === 'token') {
    return new ValetKeyError('answer_unknown', message, {
      hint: 'The server may have issued a token all the same, so the request is not sent a second time by itself. Nothing was stored. Start again.',
      remedy: 'try_again',
    });
  }
  const server = { httpStatus: asItCame.status };
  return new ValetKeyError(code, message, { ...(await statusAdvice(asItCame, context)), server, cause });
}

async function statusAdvice(asItCame: Response, context: ExplainContext) {
  const wait = retryAfter(asItCame.headers, context.now);
  return adviceForStatus(
    {
      status: asItCame.status,
      isEmpty: (await asItCame.clone().text()) === '',
      wait: wait === undefined || wait === 0 ? undefined : describeWait(wait),
    },
    context,
  );
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
    ...(typeof description === 'string' && { errorDescription: redact(cleanServerText(description)) }),
    ...(httpStatus !== undefined && { httpStatus }),
  };
}

function say(server: ServerWords): string {
  const words = server.errorDescription
    ? `${server.error ?? ''} — “${server.errorDescription}”`
    : (server.error ?? '');
  return `${words}.`.replace(/\.”\.$/, '.”');
}

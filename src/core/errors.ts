/** Everything that can go wrong, as a closed list: a person is told by these, and code decides by these. */
export type ErrorCode =
  | 'cancelled' // the person cancelled; silent
  | 'timed_out' // nobody finished the sign-in within the limit
  | 'profile_invalid' // the profile in the settings has mistakes
  | 'profile_not_found'
  | 'workspace_profile_not_approved' // a workspace shares it, and no person has approved what it says now
  | 'client_secret_in_settings' // a client secret is written in plain text in the settings
  | 'client_key_invalid' // a private key or certificate that cannot be used
  | 'client_key_locked' // its passphrase is missing or wrong
  | 'storage_failed' // SecretStorage refused
  | 'port_in_use' // the port of the redirect URI is taken
  | 'listen_failed' // no loopback listener for another reason
  | 'browser_not_opened'
  | 'request_not_sent' // no byte of the request left: it may be sent again
  | 'answer_unknown' // the request may have reached the server, its answer did not come back whole
  | 'url_refused' // an endpoint that must not be used (not https, credentials in it, …)
  | 'discovery_failed' // no usable authorization server metadata
  | 'authorization_refused' // the authorization endpoint answered with an error
  | 'authorization_response_invalid' // state, iss or form of the authorization response
  | 'token_request_refused' // the token endpoint answered with an error
  | 'token_response_invalid' // the token endpoint's answer cannot be used
  | 'request_refused' // another endpoint (revocation, introspection, …) answered with an error
  | 'response_invalid' // its answer cannot be used
  | 'id_token_invalid'
  | 'not_offered' // the server does not offer what was asked for
  | 'nothing_to_refresh' // no refresh token, and the grant needs a person
  | 'held_elsewhere' // another window is changing the same token, and takes its time
  | 'source_failed' // what a profile gets its token from, besides OAuth, gave none
  | 'input_invalid' // what a person pasted is not what was asked for
  | 'nothing_to_exchange' // the profile that an exchange builds on has no token of that type
  | 'consent_refused' // the person did not let a token go to a task or another extension
  | 'no_request' // no request at the cursor to put a header into
  | 'document_not_changed' // the editor refused the edit
  | 'internal';

/** What a server said of itself: text of foreign origin, already cleaned for display (see `cleanServerText`). */
export interface ServerWords {
  /** The `error` member or parameter (RFC 6749 §4.1.2.1, §5.2). */
  readonly error?: string;
  readonly errorDescription?: string;
  readonly httpStatus?: number;
}

/** What mends it, when a button can, as a closed list: the editor has a button for each. */
export const remedies = [
  'edit_profile',
  'approve_profile',
  'edit_browsers',
  'use_default_browser',
  'set_client_secret',
  'move_client_secret',
  'set_client_key',
  'switch_client_authentication',
  'add_offline_access',
  'turn_pkce_off',
  'copy_redirect_uri',
  'paste_url',
  'get_new_token',
  'try_again',
] as const;
export type Remedy = (typeof remedies)[number];

export interface ErrorDetails {
  /** What to do next, one sentence or two. */
  readonly hint?: string | undefined;
  readonly remedy?: Remedy | undefined;
  /** What mends it when that was not the reason. */
  readonly otherRemedy?: Remedy | undefined;
  readonly server?: ServerWords | undefined;
  /** Kept for the debugger and for decisions by code; never shown or logged, since it can hold a request body. */
  readonly cause?: unknown;
}

/**
 * The one error type. `message` is for a person: what failed, and what the server said. It never holds a token,
 * secret, code, verifier or password (law 1).
 */
export class ValetKeyError extends Error {
  override readonly name = 'ValetKeyError';
  readonly hint: string | undefined;
  readonly remedy: Remedy | undefined;
  readonly otherRemedy: Remedy | undefined;
  readonly server: ServerWords | undefined;
  /** The profile that was worked with; filled in by whoever knows it, so that a button can lead to it. */
  profile: string | undefined;
  /** Milliseconds that a busy server asks to wait (RFC 9110 §10.2.3); filled in by whoever read its answer. */
  retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    details: ErrorDetails = {},
  ) {
    // It may name what a file says, and is shown by whoever catches it: by VS Code itself, and by other extensions.
    super(withoutLinks(message), { cause: details.cause });
    this.hint = details.hint === undefined ? undefined : withoutLinks(details.hint);
    this.remedy = details.remedy;
    this.otherRemedy = details.otherRemedy;
    this.server = details.server;
  }

  /** What Node prints of this error: not its cause, which may hold a request. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.stack ?? this.message;
  }
}

/** A cancelled step. Silent: nothing is shown for it. */
export function cancelled(): ValetKeyError {
  return new ValetKeyError('cancelled', 'Cancelled.');
}

/** Whether an error means that the person, and nobody else, ended the step. */
export function isCancelled(error: unknown): boolean {
  return error instanceof ValetKeyError && error.code === 'cancelled';
}

/** Any thrown thing as a ValetKeyError; what is not one already becomes `internal`, its own text dropped. */
export function toValetKeyError(error: unknown): ValetKeyError {
  if (error instanceof ValetKeyError) return error;
  const kind = error instanceof Error ? error.name : typeof error;
  return new ValetKeyError('internal', `Something went wrong inside Valet Key (${kind}).`, {
    cause: error,
    hint: 'Try again. If it happens again, report it with the log (command “Valet Key: Show Log”).',
  });
}

const MAX_SERVER_TEXT = 500;

/**
 * Text that came from a server or a browser, made fit to show: control, bidirectional and invisible characters
 * replaced, cut at 500 characters. It stays plain text; whoever puts it into HTML escapes it. The editor makes no link
 * of it.
 */
export function cleanServerText(text: string): string {
  return cleanText(text.length > MAX_SERVER_TEXT ? `${text.slice(0, MAX_SERVER_TEXT)}…` : text);
}

/** The same in its whole length. */
export function cleanText(text: string): string {
  return withoutLinks(text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu, ' ')).trim();
}

/**
 * Text of which the editor makes no link. In messages, in the steps of long work, in the boxes that it asks with and above
 * trees it makes one of `[text](command:…)`, which runs any command of any extension.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

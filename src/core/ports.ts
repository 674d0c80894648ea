/**
 * What the core asks of the outside. Adapters live in node/ and vscode/; fakes in test/support/fakes.
 */

/** One HTTP request and its whole answer; never follows a redirect, never throws on a status (law 12). */
export interface Transport {
  /**
   * @throws ValetKeyError `request_not_sent` when no byte left, `answer_unknown` when the answer did not come back
   * whole or in time (30 s in total), `url_refused`, `cancelled`.
   */
  fetch(url: string, request: TransportRequest): Promise<Response>;
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The person's own browser. */
export interface Browser {
  /**
   * Opens a URL, byte for byte.
   * @throws ValetKeyError `browser_not_opened`
   */
  open(url: string): Promise<void>;
  /**
   * Where the person's browser reaches a loopback address of this process. The same address, except in a remote
   * window, where the editor forwards a port.
   */
  reach(loopbackUrl: string): Promise<string>;
}

/** A way for the authorization response to come back. Listens before anything opens (law 7). */
export interface AuthorizationResponseReceiver {
  /** @throws ValetKeyError `port_in_use`, `listen_failed` */
  listen(options: ListenOptions): Promise<PendingAuthorizationResponse>;
}

export interface ListenOptions {
  /** The profile's own redirect URI, used byte for byte; without one, a free port on 127.0.0.1. */
  readonly redirectUri: string | undefined;
  /** The last segment of the default redirect path: `/cb/<callbackId>`. */
  readonly callbackId: string;
  /** Only an answer with exactly this state is taken (RFC 6749 §10.12). */
  readonly state: string;
}

export interface PendingAuthorizationResponse {
  /** What goes into `redirect_uri`. */
  readonly redirectUri: string;
  /** The parameters of the first answer with the right state. Never rejects by itself; stays pending. */
  readonly response: Promise<URLSearchParams>;
  /** What to open so that the browser arrives at `authorizationUrl` byte for byte (law 9). */
  startAt(authorizationUrl: string): Promise<string>;
  /** Answers the waiting browser, at most once; without a waiting browser only remembers. Never throws. */
  finish(outcome: CallbackOutcome): void;
  /** Stops listening. Idempotent, never throws; done at most 1 s after the call. */
  close(): Promise<void>;
}

/** What the browser's last page says. Plain text; the receiver escapes it. */
export type CallbackOutcome =
  | { readonly kind: 'success'; readonly profile: string }
  | {
      readonly kind: 'failure';
      readonly title: string;
      readonly message: string;
      readonly hint?: string | undefined;
    };

/** A store of secrets with one value a key (VS Code's SecretStorage). Any call may reject. */
export interface SecretStore {
  keys(): Promise<readonly string[]>;
  get(key: string): Promise<string | undefined>;
  store(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Called with the key after a change, in this window or another. A hint, never a promise (decision 12). */
  onDidChange(listener: (key: string) => void): Disposable;
}

export interface Disposable {
  dispose(): void;
}

export interface Clock {
  /** Milliseconds since 1970, by the wall clock. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with `signal.reason` once aborted. Leaves no timer behind. */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The log a person reads. Every adapter passes through the redactor. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** Names the step that a person is waiting for. */
export interface Progress {
  report(step: string): void;
}

/** What a person is asked for while a token is got. */
export interface Prompt {
  /** A secret, typed unseen. `undefined`: the person, or the signal, cancelled. */
  secret(question: SecretQuestion, signal: AbortSignal): Promise<string | undefined>;
}

export interface SecretQuestion {
  readonly title: string;
  readonly prompt: string;
}

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
  /** Presented when the server asks for one (RFC 8705 §2); never sent to another host. */
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a client proves itself with in the TLS handshake. */
export interface ClientCertificate {
  /** PEM, PKCS#8, not encrypted. */
  readonly privateKey: string;
  /** PEM, its own certificate first. */
  readonly certificates: string;
}

/** A private key as a person has it: in a file, or pasted. Kept in the secret storage or on disk, never in settings. */
export interface ClientKeyMaterial {
  /** The name of the file, without its folder, for messages. Absent: it was pasted. */
  readonly file?: string | undefined;
  /** PEM or JWK as text; what is not text (PKCS#12, DER) as base64. */
  readonly key: string;
  /** PEM, or DER as base64, when `key` does not hold it. */
  readonly certificates?: string | undefined;
  readonly passphrase?: string | undefined;
}

/** The same, read. */
export interface ClientKey {
  /** PEM, PKCS#8, not encrypted. */
  readonly privateKey: string;
  /** The `kid` that the key itself states (RFC 7517 §4.5). */
  readonly keyId?: string | undefined;
  /** The `alg` that the key itself states (RFC 7517 §4.4). */
  readonly algorithm?: string | undefined;
  /** PEM, its own certificate first. */
  readonly certificates?: string | undefined;
  /** Base64url of the public key's SHA-256: tells keys apart without showing one. */
  readonly thumbprint: string;
}

/** Private keys and certificates of clients. */
export interface ClientKeys {
  /**
   * Reads the files that a profile names. They must not lie in a folder of the workspace: whoever can change the
   * workspace could choose the key.
   * @throws ValetKeyError `client_key_invalid`
   */
  readFile(keyFile: string, certificateFile: string | undefined): Promise<ClientKeyMaterial>;
  /**
   * Understands PEM (PKCS#8, PKCS#1, SEC 1, encrypted or not, also with its newlines lost), JWK and JWKS, PKCS#12.
   * @throws ValetKeyError `client_key_invalid`, `client_key_locked` when a passphrase is missing or wrong
   */
  parse(material: ClientKeyMaterial): Promise<ClientKey>;
}

/** The person's own browser. */
export interface Browser {
  /**
   * Opens a URL, byte for byte.
   * @throws ValetKeyError `browser_not_opened`
   */
  open(url: string): Promise<void>;
  /**
   * Where the person's browser reaches a loopback address of this process, or a link that opens this editor. The same
   * address, except in a remote window, where the editor forwards a port, and in a browser.
   */
  reach(url: string): Promise<string>;
}

/** Leads the browser to an address that holds something secret: byte for byte, and unseen by the editor (law 9). */
export interface BrowserHop {
  /**
   * Resolves once the browser was sent there.
   * @throws ValetKeyError `listen_failed`, `browser_not_opened`, `timed_out` when it did not come, `cancelled`
   */
  lead(destination: Destination, signal: AbortSignal): Promise<void>;
}

export interface Destination {
  readonly url: string;
  /** Sent as a form instead of in the address, which some servers cut. */
  readonly form?: Readonly<Record<string, string>> | undefined;
}

/** A way for the authorization response to come back. Listens before anything opens (law 7). */
export interface AuthorizationResponseReceiver {
  /** @throws ValetKeyError `port_in_use`, `listen_failed`, `cancelled`; nothing is left listening then */
  listen(options: ListenOptions): Promise<PendingAuthorizationResponse>;
}

export interface ListenOptions {
  /** The profile's own redirect URI, used byte for byte; without one, a free port on 127.0.0.1. */
  readonly redirectUri: string | undefined;
  /** Whether the answer comes another way: then only the browser is led to its beginning, wherever the redirect URI is. */
  readonly elsewhere: boolean;
  /** The last segment of the default redirect path: `/cb/<callbackId>`. */
  readonly callbackId: string;
  /** Only an answer with exactly this state is taken (RFC 6749 §10.12). */
  readonly state: string;
  /** Where an answer has its state; it is compared in constant time. Must not throw. */
  readonly stateOf: (parameters: URLSearchParams) => string | undefined;
  /** How the answer comes: in the query, in the fragment (which a page of ours reads), or as a form. */
  readonly responseMode: 'query' | 'fragment' | 'form_post';
  /** Ends what the editor is asked for on the way, such as a port that it forwards. */
  readonly signal: AbortSignal;
}

export interface PendingAuthorizationResponse {
  /** What goes into `redirect_uri`. */
  readonly redirectUri: string;
  /** The port by which the browser would reach ours, when the editor forwards it as another than the redirect URI's. */
  readonly forwardedTo?: number | undefined;
  /** The parameters of the first answer with the right state. Never rejects by itself; stays pending. */
  readonly response: Promise<URLSearchParams>;
  /**
   * What to open so that the browser arrives at `authorizationUrl` byte for byte (law 9).
   * @param current asked when the browser comes, which can be late, for what it is then to arrive at. When it rejects
   * the browser waits for `finish`.
   */
  startAt(authorizationUrl: string, current?: () => Promise<string>): Promise<string>;
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
  /** @param signIn a sign-in that waits, which the person can help along while the step lasts */
  report(step: string, signIn?: WaitingSignIn): void;
}

export interface WaitingSignIn {
  /** Of a `PendingSignIn`. */
  readonly id: string;
  /** Whether its answer can be pasted, and whether that is what it waits for first; its link can always be copied. */
  readonly paste: 'first' | 'instead' | 'never';
}

/** Whoever waits for something: how they stop waiting, and what they are told meanwhile. */
export interface Waiting {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** What a person is asked for while a token is got. */
export interface Prompt {
  /** A secret, typed unseen. `undefined`: the person, or the signal, cancelled. */
  secret(question: Question, signal: AbortSignal): Promise<string | undefined>;
  /** Something that may be seen, such as a user name. `undefined`: the person, or the signal, cancelled. */
  text(question: Question, signal: AbortSignal): Promise<string | undefined>;
  /** A client's private key: a file that is read, or one pasted. `undefined`: the person, or the signal, cancelled. */
  clientKey(question: Question, signal: AbortSignal): Promise<ClientKeyMaterial | undefined>;
  /** A certificate that belongs to a key, in the same ways, and as `ClientKeyMaterial` holds it. */
  clientCertificate(question: Question, signal: AbortSignal): Promise<string | undefined>;
  /**
   * Shows a user code (RFC 8628 §3.3) for as long as the signal allows. Putting it out of sight is not giving up: it may
   * have been entered on another device already. Resolves when there is nothing more to show.
   */
  userCode(code: UserCode, signal: AbortSignal): Promise<void>;
}

export interface Question {
  readonly title: string;
  readonly prompt: string;
}

/** RFC 8628 §3.2; every address was checked. */
export interface UserCode {
  readonly profile: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The person's own browser. */
export interface Browser {
  /**
   * Opens a URL, byte for byte.
   * @param browser a name of `valetKey.browsers`, `private`, or `default`, which is the one without any
   * @throws ValetKeyError `browser_not_opened`
   */
  open(url: string, browser?: string): Promise<void>;
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
  /** As in `Browser.open`. */
  readonly browser?: string | undefined;
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

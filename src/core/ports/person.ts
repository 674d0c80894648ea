import type { ClientKeyMaterial } from './clientKeys';

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
   * @param open opens an address in the browser that the person wants; throws what `Browser.open` throws
   */
  userCode(code: UserCode, signal: AbortSignal, open: (url: string) => Promise<void>): Promise<void>;
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

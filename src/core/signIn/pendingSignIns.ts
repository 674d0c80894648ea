import type { Disposable } from '../ports';
import { doubledParameter } from './answers';
import type { WayBack } from './waysBack';

/** A sign-in that begins to wait for its answer. */
export interface Awaited {
  readonly profile: string;
  /** As it was sent to the server. */
  readonly redirectUri: string;
  readonly ways: readonly WayBack[];
  /** Only an answer with exactly this state is taken (RFC 6749 §10.12). */
  readonly state: string;
  /** Where an answer has its state. Must not throw. */
  readonly stateOf: (parameters: URLSearchParams) => string | undefined;
  /** Whether tokens may come through the browser; otherwise an address that holds one is refused. */
  readonly takesTokens: boolean;
  /** Whether the code alone is enough of an answer. */
  readonly takesCodeAlone: boolean;
  /** What the browser is to open, made anew where the last one can no longer be used. */
  readonly link: () => Promise<string>;
}

/** What came back, of which only the state was compared; of a code alone, not even that. */
export interface Answer {
  readonly parameters: URLSearchParams;
  readonly codeAlone: boolean;
}

/** A sign-in of this window that waits for its answer, to be delivered by whatever way it comes (decision 6). */
export class PendingSignIn {
  readonly id = crypto.randomUUID();
  /** Never rejects; stays pending when nothing is delivered. */
  readonly answer: Promise<Answer>;
  /** Aborted once the sign-in waits no more, whatever came of it. */
  readonly over: AbortSignal;
  readonly #over = new AbortController();
  #resolve!: (answer: Answer) => void;

  constructor(readonly awaited: Awaited) {
    this.over = this.#over.signal;
    this.answer = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** Whether an answer has this sign-in's state; compared in constant time. One that says it twice has none. */
  isOurs(parameters: URLSearchParams): boolean {
    const { state, stateOf } = this.awaited;
    return doubledParameter(parameters) === undefined && areEqual(stateOf(parameters) ?? '', state);
  }

  /** Takes an answer, the first time. @returns whether it was taken */
  deliver(parameters: URLSearchParams): boolean {
    if (!this.isOurs(parameters)) return false;
    return this.#take({ parameters, codeAlone: false });
  }

  /** Takes a code that a person vouches for. @returns whether it was taken */
  deliverCode(code: string): boolean {
    if (!this.awaited.takesCodeAlone) return false;
    const parameters = new URLSearchParams({ code, state: this.awaited.state });
    return this.#take({ parameters, codeAlone: true });
  }

  end(): void {
    this.#over.abort();
  }

  #take(answer: Answer): boolean {
    if (this.over.aborted) return false;
    this.end();
    this.#resolve(answer);
    return true;
  }
}

/** The sign-ins that wait in this window. */
export class PendingSignIns {
  readonly #pending = new Map<string, PendingSignIn>();
  readonly #listeners = new Set<() => void>();

  get all(): readonly PendingSignIn[] {
    return [...this.#pending.values()];
  }

  get(id: string): PendingSignIn | undefined {
    return this.#pending.get(id);
  }

  /** It is here until it got its answer, or `end` is called. */
  add(awaited: Awaited): PendingSignIn {
    const signIn = new PendingSignIn(awaited);
    this.#pending.set(signIn.id, signIn);
    signIn.over.addEventListener('abort', () => {
      this.#pending.delete(signIn.id);
      this.#changed();
    });
    this.#changed();
    return signIn;
  }

  /** Called when a sign-in begins or ceases to wait. */
  onDidChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** In constant time for texts of one length; how long a state is, is no secret. */
function areEqual(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let index = 0; index < one.length; index++) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}

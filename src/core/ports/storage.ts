import type { Disposable } from './surroundings';

/** A store of secrets with one value a key (VS Code's SecretStorage). Any call may reject. */
export interface SecretStore {
  keys(): Promise<readonly string[]>;
  get(key: string): Promise<string | undefined>;
  store(key: string, value: string): Promise<void>;
  delete(key: string): Promise<void>;
  /** Called with the key after a change, in this window or another. A hint, never a promise (decision 12). */
  onDidChange(listener: (key: string) => void): Disposable;
}

/** Keeps two from changing the same thing at the same time: in this window, and in all that share its storage folder. */
export interface Locks {
  /**
   * Waits until nobody else holds the key, and holds it. Whoever gives up waiting leaves nothing behind.
   * @throws ValetKeyError `held_elsewhere` when it took too long, `cancelled`
   */
  hold(key: string, signal: AbortSignal): Promise<HeldLock>;
}

/** A lock that is held until it is released. */
export interface HeldLock {
  /** `false`: the folder of locks cannot be used, so that only this window is kept out. */
  readonly acrossWindows: boolean;
  /** Whether it is still ours: another window takes over from one that seems to be dead. Never throws. */
  isOurs(): Promise<boolean>;
  /** What the last holder was about to do when it was last heard of; `undefined`: it came to an end. Never throws. */
  readIntent(): Promise<string | undefined>;
  /** Notes, beside the lock, what is about to be done; it outlives this process. Holds no secret. Never throws. */
  writeIntent(intent: string): Promise<void>;
  /** Never throws. */
  clearIntent(): Promise<void>;
  /** Idempotent, never throws. */
  release(): Promise<void>;
}

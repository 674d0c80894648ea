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

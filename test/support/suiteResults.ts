import type { Proof } from './serverTable';

/** What one run of mocha came to, as the reporter writes it to `out/results/<suite>.json`. */
export interface SuiteResults {
  /** Full titles. */
  readonly passes: readonly string[];
  readonly failures: readonly SuiteFailure[];
  /** What failed and was tried again. */
  readonly retried: readonly SuiteFailure[];
  /** Full titles of tests that were skipped. */
  readonly pending: readonly string[];
  /** The cells of docs/servers.md that tests named which passed. */
  readonly proofs: readonly Proof[];
}

export interface SuiteFailure {
  readonly title: string;
  readonly message: string;
  readonly stack: string;
}

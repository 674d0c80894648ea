/** What one run of mocha came to, as the reporter writes it to `out/results/<suite>.json`. */
export interface SuiteResults {
  /** Full titles. */
  readonly passes: readonly string[];
  readonly failures: readonly SuiteFailure[];
  /** Full titles of tests that were skipped. */
  readonly pending: readonly string[];
}

export interface SuiteFailure {
  readonly title: string;
  readonly message: string;
  readonly stack: string;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { takeClaims, type Proof } from './serverTable';
import type { SuiteFailure } from './suiteResults';

const {
  EVENT_RUN_END,
  EVENT_SUITE_BEGIN,
  EVENT_TEST_FAIL,
  EVENT_TEST_PASS,
  EVENT_TEST_PENDING,
  EVENT_TEST_RETRY,
} = Mocha.Runner.constants;

/** Prints one line a test as it goes, and at the end writes a SuiteResults to `reporterOptions.resultsFile`. */
export class ResultsReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { resultsFile } = options.reporterOptions as { resultsFile: string };
    const passes: string[] = [];
    const failures: SuiteFailure[] = [];
    const retried: SuiteFailure[] = [];
    const pending: string[] = [];
    const proofs: Proof[] = [];

    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      if (suite.title) console.log(`${indent(suite)}${suite.title}`);
    });
    runner.on(EVENT_TEST_PASS, (test) => {
      passes.push(test.fullTitle());
      proofs.push(...takeClaims());
      console.log(`${indent(test)}✔ ${test.title} (${test.duration ?? 0} ms)`);
    });
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => {
      failures.push(failureOf(test, error));
      printFailure('✖', test, error);
    });
    runner.on(EVENT_TEST_RETRY, (test: Mocha.Test, error: unknown) => {
      retried.push(failureOf(test, error));
      printFailure('↻', test, error);
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      pending.push(test.fullTitle());
      console.log(`${indent(test)}- ${test.title} (skipped)`);
    });
    runner.on(EVENT_RUN_END, () => {
      mkdirSync(path.dirname(resultsFile), { recursive: true });
      writeFileSync(
        resultsFile,
        JSON.stringify({ passes, failures, retried, pending, proofs }, undefined, 2),
      );
    });
  }
}

function failureOf(test: Mocha.Test, error: unknown): SuiteFailure {
  takeClaims();
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { title: test.fullTitle(), message, stack };
}

function printFailure(sign: string, test: Mocha.Test, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.log(`${indent(test)}${sign} ${test.title}\n${text}`.replaceAll('\n', '\n    '));
}

function indent(item: { parent?: Mocha.Suite | undefined }): string {
  return item.parent?.root === false ? `  ${indent(item.parent)}` : '  ';
}

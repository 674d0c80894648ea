import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { takeClaims, type Proof } from './serverTable';
import type { SuiteFailure } from './suiteResults';

const { EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } =
  Mocha.Runner.constants;

/** Prints one line a test as it goes, and at the end writes a SuiteResults to `reporterOptions.resultsFile`. */
export class ResultsReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { resultsFile } = options.reporterOptions as { resultsFile: string };
    const passes: string[] = [];
    const failures: SuiteFailure[] = [];
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
      takeClaims();
      const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
      failures.push({ title: test.fullTitle(), message, stack });
      console.log(`${indent(test)}✖ ${test.title}\n${stack || message}`.replaceAll('\n', '\n    '));
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      pending.push(test.fullTitle());
      console.log(`${indent(test)}- ${test.title} (skipped)`);
    });
    runner.on(EVENT_RUN_END, () => {
      mkdirSync(path.dirname(resultsFile), { recursive: true });
      writeFileSync(resultsFile, JSON.stringify({ passes, failures, pending, proofs }, undefined, 2));
    });
  }
}

function indent(item: { parent?: Mocha.Suite | undefined }): string {
  return item.parent?.root === false ? `  ${indent(item.parent)}` : '  ';
}

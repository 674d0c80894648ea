import Mocha from 'mocha';
import { ResultsReporter } from './resultsReporter';

export interface MochaRun {
  /** Where the results go. */
  readonly resultsFile: string;
  /** For one test or hook that names no other. A limit for what hangs, not a measure of speed. */
  readonly testLimitMs: number;
  /** How often a test that failed is tried again; each time is named in the summary. Default: never. */
  readonly retries?: number;
  /** Adds the tests. */
  readonly load: (mocha: Mocha) => Promise<unknown>;
}

/** Every mocha run of this project, in whichever process: no tests and `.only` are failures. */
export async function runMocha({ resultsFile, testLimitMs, retries = 0, load }: MochaRun): Promise<number> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: testLimitMs,
    retries,
    failZero: true,
    forbidOnly: true,
    reporter: ResultsReporter,
    reporterOptions: { resultsFile },
  });
  await load(mocha);
  return new Promise((resolve) => mocha.run(resolve));
}

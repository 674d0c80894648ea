// node out/test/run.js [suite…]: the one runner behind `npm test`. Its last line is `N passed, N failed`.
import { startProcess } from './support/childProcess';
import { onCi } from './support/continuousIntegration';
import { projectFolder } from './support/projectFolder';
import { runStep, type Failure, type Outcome } from './support/runner/runStep';
import { selectSteps } from './support/runner/steps';

async function main(words: readonly string[]): Promise<boolean> {
  const steps = selectSteps(words);
  // Two minutes on a new machine, so it goes on beside the steps that do without.
  const installation = steps.some(({ needsServer }) => needsServer) ? install() : undefined;
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    if (step.needsServer) await installation;
    console.log(`\n== ${step.name}`);
    outcomes.push(await runStep(step));
  }
  return summarize(outcomes);
}

/** Without a result: a step that needs what could not be installed says so itself. */
async function install(): Promise<void> {
  const child = startProcess(process.execPath, ['out/test/install.js'], {
    cwd: projectFolder,
    onOutput: (text) => process.stdout.write(text),
  });
  await child.ended;
  await child.stop();
}

function summarize(outcomes: readonly Outcome[]): boolean {
  console.log('\n== summary');
  let passed = 0;
  let failed = 0;
  for (const { step, passed: passes, failures, retried, skipped } of outcomes) {
    passed += passes;
    failed += failures.length + (onCi ? skipped.length : 0);
    for (const title of skipped) console.log(`${onCi ? '✖' : '-'} ${step}: skipped: ${title}`);
    for (const failure of retried) printFailure('↻ tried again:', step, failure);
    for (const failure of failures) printFailure('✖', step, failure);
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0;
}

function printFailure(sign: string, step: string, { title, detail }: Failure): void {
  console.log(`${sign} ${title.startsWith(`${step}: `) ? title : `${step}: ${title}`}`);
  console.log(detail.trim().replaceAll(/^/gm, '    '));
}

main(process.argv.slice(2)).then(
  (isGood) => {
    process.exitCode = isGood ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  },
);

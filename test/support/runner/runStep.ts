import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { startProcess } from '../childProcess';
import { projectFolder } from '../projectFolder';
import type { SuiteFailure, SuiteResults } from '../suiteResults';
import type { Step } from './steps';

export interface Failure {
  readonly title: string;
  readonly detail: string;
}

export interface Outcome {
  readonly step: string;
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** What failed, was tried again and passed or is among the failures. */
  readonly retried: readonly Failure[];
  /** Titles of skipped tests. */
  readonly skipped: readonly string[];
}

/** How a process ended; `late` when the step's time limit ended it. */
type Ending = number | 'signal' | 'late';

export const resultsFolder = path.join(projectFolder, 'out', 'results');

/** Runs a step to its end, whatever that is. All that it prints is kept in `out/results/<step>.log`. */
export async function runStep(step: Step): Promise<Outcome> {
  const resultsFile = path.join(resultsFolder, `${step.name}.json`);
  await mkdir(resultsFolder, { recursive: true });
  await rm(resultsFile, { force: true });
  const log = createWriteStream(path.join(resultsFolder, `${step.name}.log`));
  let tail = '';
  const onOutput = (text: string) => {
    process.stdout.write(text);
    log.write(text);
    tail = (tail + text).slice(-3_000);
  };
  const deadline = Date.now() + step.timeLimitMs;
  const endings: Ending[] = [];
  for (const args of step.commands) endings.push(await runNode(args, deadline, onOutput));
  await new Promise<void>((resolve) => log.end(resolve));

  const results = step.isSuite ? await readResults(resultsFile) : undefined;
  const worst = endings.find((ending) => ending !== 0);
  if (!step.isSuite) return wholeStep(step, worst, tail);
  if (results === undefined) {
    const detail = `It ${describe(worst ?? 0)}.\n${tail}`;
    return wholeStep(step, worst ?? 0, detail, `${step.name}: did not finish`);
  }
  const { passes, failures, retried, pending } = results;
  const outcome = {
    step: step.name,
    passed: passes.length,
    failures: failures.map(inDetail),
    retried: retried.map(inDetail),
    skipped: pending,
  };
  // Nothing to show for a bad ending: no tests at all, or something that went wrong outside of them.
  if (worst === undefined || failures.length > 0) return outcome;
  const nothing = passes.length + pending.length === 0;
  const title = `${step.name}: ${nothing ? 'no tests' : `${describe(worst)} though no test failed`}`;
  return { ...outcome, failures: [{ title, detail: tail }] };
}

function inDetail({ title, message, stack }: SuiteFailure): Failure {
  return { title, detail: stack || message };
}

function wholeStep(step: Step, ending: Ending | undefined, detail: string, failure?: string): Outcome {
  const base = { step: step.name, retried: [], skipped: [] };
  if (ending === undefined) return { ...base, passed: 1, failures: [] };
  const title = failure ?? `${step.name}: ${describe(ending)}`;
  return { ...base, passed: 0, failures: [{ title, detail }] };
}

function describe(ending: Ending): string {
  if (ending === 'late') return 'took too long';
  return ending === 'signal' ? 'was killed' : `ended with exit code ${ending}`;
}

async function runNode(
  args: readonly string[],
  deadline: number,
  onOutput: (text: string) => void,
): Promise<Ending> {
  const child = startProcess(process.execPath, args, { cwd: projectFolder, onOutput });
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<Ending>((resolve) => {
    limit = setTimeout(() => resolve('late'), Math.max(0, deadline - Date.now()));
  });
  const ending = await Promise.race([child.ended.then((exitCode) => exitCode ?? 'signal'), late]);
  clearTimeout(limit);
  await child.stop();
  return ending;
}

async function readResults(file: string): Promise<SuiteResults | undefined> {
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as SuiteResults) : undefined;
}

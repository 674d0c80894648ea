import path from 'node:path';
import { vsCodeVersions } from '../vscodeServer/install';

export interface Step {
  readonly name: string;
  /** The word on the command line that selects it, where that is not its name. */
  readonly group?: string;
  /** Arguments for Node, one list a command; all are run. */
  readonly commands: readonly (readonly string[])[];
  /** Whether it is a mocha run, whose reporter writes `out/results/<name>.json`; otherwise it counts one. */
  readonly isSuite: boolean;
  /** Whether it needs a VS Code server. */
  readonly needsServer: boolean;
  readonly timeLimitMs: number;
}

const minuteMs = 60_000;
const tool = (file: string) => path.join('node_modules', file);
const built = (file: string) => path.join('out', 'test', file);

function check(name: string, commands: Step['commands']): Step {
  return { name, commands, isSuite: false, needsServer: false, timeLimitMs: 5 * minuteMs };
}

function mochaSuite(name: string, needsServer: boolean, minutes: number): Step {
  const command = ['--enable-source-maps', built('mocha.js'), name];
  return { name, commands: [command], isSuite: true, needsServer, timeLimitMs: minutes * minuteMs };
}

/** What `npm test` runs, in this order. The limits are for what hangs. */
export const steps: readonly Step[] = [
  check('types', [[tool('typescript/bin/tsc'), '--noEmit']]),
  check('lint', [
    [tool('eslint/bin/eslint.js'), '.'],
    [tool('prettier/bin/prettier.cjs'), '--check', '.'],
  ]),
  mochaSuite('unit', false, 5),
  mochaSuite('interop', false, 15),
  { ...check('serverTable', [[built('serverTable.js')]]), group: 'interop' },
  ...vsCodeVersions.map((version) => ({
    name: `vscode-${version}`,
    group: 'vscode',
    commands: [[built('vscodeServer.js'), version]],
    isSuite: true,
    needsServer: true,
    timeLimitMs: 15 * minuteMs,
  })),
  mochaSuite('e2e', true, 40),
];

/** The steps that the words name: all of them without a word. @throws Error for a word that names none. */
export function selectSteps(words: readonly string[]): readonly Step[] {
  const isNamed = ({ name, group }: Step, word: string) => word === name || word === group;
  const unknown = words.filter((word) => !steps.some((step) => isNamed(step, word)));
  if (unknown.length > 0) {
    const known = [...new Set(steps.flatMap(({ name, group }) => (group ? [group, name] : [name])))];
    throw new Error(`There is no suite ${unknown.join(', ')}; there are ${known.join(', ')}.`);
  }
  return words.length === 0 ? steps : steps.filter((step) => words.some((word) => isNamed(step, word)));
}

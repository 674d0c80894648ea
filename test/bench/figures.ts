import type { Activation, ActivationResult, SendResult, TreeResult, TreeTimes } from './exchange';
import type { GrantFigure } from './grants';
import type { LifeFigures } from './life';
import { median, percentile } from './statistics';

export interface Figures {
  /** One a host. */
  readonly activations: readonly ActivationResult[];
  readonly flowMs: readonly number[];
  readonly tree: TreeResult & { readonly tokens: number };
  readonly grants: readonly GrantFigure[];
  /** Timers and listeners after 100 cancelled flows. */
  readonly left: number;
  readonly life: LifeFigures;
  readonly send: SendResult;
  readonly vsixBytes: number;
  readonly engineBytes: number;
}

type Row = readonly [figure: string, ours: string, empty: string, difference: string, aim: string];

/** Prints Markdown tables. */
export function printFigures(figures: Figures): void {
  printActivations(figures);
  printFlows(figures);
  printTree(figures.tree);
  printGrants(figures.grants);
  printLife(figures.life);
  printSends(figures.send);
}

export function printActivations({
  activations,
  vsixBytes,
  engineBytes,
}: Pick<Figures, 'activations' | 'vsixBytes' | 'engineBytes'>): void {
  const compared = (
    name: string,
    of: (activation: Activation) => number,
    show: (n: number) => string,
    aim = '',
  ): Row => [
    name,
    spread(
      activations.map(({ ours }) => of(ours)),
      show,
    ),
    spread(
      activations.map(({ empty }) => of(empty)),
      show,
    ),
    show(median(activations.map(({ ours, empty }) => of(ours) - of(empty)))),
    aim,
  ];
  const alone = (name: string, value: string, aim = ''): Row => [name, value, '', '', aim];

  const rows: Row[] = [
    compared('Activation: loading the code and `activate`', ({ codeMs }) => codeMs, inMs, 'within 3 ms'),
    compared('Activation: what its caller waits', ({ callerMs }) => callerMs, inMs),
    compared('Heap added by activation', ({ heapBytes }) => heapBytes, inKB),
    compared('Code read at activation', codeBytes, inKB, 'under 40 KB'),
    compared('Connections at activation', ({ connections }) => connections, String, '0'),
    compared('Secrets read at activation', ({ secretReads }) => secretReads, String, '0'),
    alone('Engine, read by the first flow', inKB(engineBytes)),
    alone('VSIX', inKB(vsixBytes), 'under 250 KB'),
  ];
  const [first] = activations;
  if (first === undefined) throw new Error('Nothing was measured.');
  const lines: (readonly string[])[] = [
    [
      `Median of ${activations.length} (lowest to highest)`,
      'Valet Key',
      'Empty extension',
      'Difference',
      'Aim',
    ],
    ['---', '---:', '---:', '---:', '---'],
    ...rows,
  ];
  printTable(lines);
  console.log(`
Read at activation: ${Object.keys(first.ours.files).join(', ')}.
The difference is the median of the differences within one extension host. Heap is counted after garbage collections.
VS Code ${first.vscodeVersion}, whose extension hosts run on Node ${first.nodeVersion}.
`);
}

function printFlows({ flowMs, left }: Figures): void {
  printTable([
    ['A flow', 'Valet Key', 'Aim'],
    ['---', '---:', '---:'],
    [`Authorization response to stored token, of ${flowMs.length}`, spread(flowMs, inMs), ''],
    ['The same, 95th percentile', inMs(percentile(flowMs, 0.95)), ''],
    ['Timers and listeners left after 100 cancelled flows', String(left), '0'],
  ]);
  console.log(`
The command in a real window, a token endpoint in another process that answers at once (after signing an ID token),
SecretStorage in the window; from the arrival of the browser's request until the storage confirms.
`);
}

function printTree({ full, empty, tokens }: Figures['tree']): void {
  const row = (name: string, of: (times: TreeTimes) => number, show: (n: number) => string) => [
    name,
    spread(full.map(of), show),
    spread(empty.map(of), show),
  ];
  printTable([
    ['The token tree', `${tokens.toLocaleString('en')} tokens`, 'No token'],
    ['---', '---:', '---:'],
    row('First paint: profiles, and the tokens of the first', ({ firstPaintMs }) => firstPaintMs, inMs),
    row('One token changes (in an empty tree: comes)', ({ changeMs }) => changeMs, inMs),
    row('Rows drawn anew for that', ({ rowsDrawn }) => rowsDrawn, String),
  ]);
  console.log(`
Ten profiles; records in a storage in memory. A change waits 50 ms for others that come with it; that is in its time.
`);
}

/** Times are ratios to httpYac's, which does one grant that can be compared. */
function printGrants(grants: readonly GrantFigure[]): void {
  const peer = grants.find(({ name }) => name.startsWith('httpYac'));
  const cell = (of: (figure: GrantFigure) => number, figure: GrantFigure): string => {
    const value = of(figure);
    if (Number.isNaN(value)) return '';
    return peer === undefined ? inMs(value) : `${inMs(value)} (${(value / of(peer)).toFixed(2)})`;
  };
  printTable([
    [
      'A token, beyond the server’s own time',
      'Requests',
      'The first',
      '50 in a row, each',
      '50 at once, each',
    ],
    ['---', '---:', '---:', '---:', '---:'],
    ...grants.map((figure) => [
      figure.name,
      String(figure.requests),
      cell(({ first }) => first, figure),
      cell(({ inARow }) => inARow, figure),
      cell(({ atOnce }) => atOnce, figure),
    ]),
  ]);
  console.log(`
In brackets: the ratio to httpYac’s client credentials. Valet Key’s times hold discovery (the first), the check of the
answer and the storage of the token; a person or browser that answers at once; the server works in the same process.`);
}

function printLife({ storedMs, storedRequests, callers, processes }: LifeFigures): void {
  const row = (name: string, requests: number, aim: string, milliseconds: string) => [
    name,
    String(requests),
    aim,
    milliseconds,
  ];
  console.log();
  printTable([
    ['A stored token', 'Requests', 'Aim', 'What a caller waits'],
    ['---', '---:', '---:', '---:'],
    row(`Valid, median of ${storedMs.length}`, storedRequests, '0', inMs(median(storedMs))),
    row('The same, 99th percentile', storedRequests, '0', inMs(percentile(storedMs, 0.99))),
    row(`Expired, ${callers.count} callers in one window`, callers.requests, '1', inMs(callers.milliseconds)),
    row(`Expired, ${processes.count} processes`, processes.requests, '1', inMs(processes.milliseconds)),
  ]);
  console.log(`
Over a secret store of files, and locks of files, that processes share. The last two: until the last one has the token.`);
}

export function printSends({ inMemoryMs, inVsCodeMs, httpYacMs }: SendResult): void {
  const row = (name: string, milliseconds: readonly number[], aim: string) => [
    name,
    inMicroseconds(median(milliseconds)),
    inMicroseconds(percentile(milliseconds, 0.99)),
    aim,
  ];
  console.log();
  printTable([
    ['A request waits for its valid token', 'Median', '99th percentile', 'Aim'],
    ['---', '---:', '---:', '---:'],
    row('From a secret store in memory', inMemoryMs, 'under 1 ms'),
    row('From VS Code’s SecretStorage', inVsCodeMs, 'under 1 ms'),
    row('In httpYac, from the reference to the header, store in memory', httpYacMs, 'under 1 ms'),
  ]);
  console.log(`\nOf ${inMemoryMs.length}, in an extension host, to an address that the profile is for.`);
}

function printTable(lines: readonly (readonly string[])[]): void {
  for (const line of lines) console.log(`| ${line.join(' | ')} |`);
}

const codeBytes = ({ files }: Activation) => Object.values(files).reduce((sum, bytes) => sum + bytes, 0);
const inMs = (milliseconds: number) => `${milliseconds.toFixed(1)} ms`;
const inMicroseconds = (milliseconds: number) => `${(milliseconds * 1000).toFixed(0)} µs`;
const inKB = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;

function spread(values: readonly number[], show: (n: number) => string): string {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)].map(show);
  const middle = show(median(values));
  return lowest === highest ? middle : `${middle} (${lowest} to ${highest})`;
}

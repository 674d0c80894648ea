import { readFile, writeFile } from 'node:fs/promises';

// The bench and the programs that it runs in extension hosts are different processes. They exchange one file: the
// bench writes a task into it, and the program puts its measurements in its place.

const variable = 'VALET_KEY_BENCH';

/** For the process of the extension hosts. */
export function exchangeEnvironment(file: string): Record<string, string> {
  return { [variable]: file };
}

export type Contender = 'ours' | 'empty';

export const extensionIds: Readonly<Record<Contender, string>> = {
  ours: 'valetkey.valet-key',
  empty: 'valetkeybench.empty',
};
/** Its `activate` returns its context. */
export const probeExtensionId = 'valetkeybench.probe';

export interface ActivationTask {
  /** Which is activated first: the two take turns. */
  readonly order: readonly Contender[];
}

export interface Activation {
  /** Loading the code and calling `activate`: what “Show Running Extensions” shows, in milliseconds. */
  readonly codeMs: number;
  /** What who calls `Extension.activate()` waits, the messages between the host and the window included. */
  readonly callerMs: number;
  readonly heapBytes: number;
  /** Attempts to connect, to anything, until all was quiet. */
  readonly connections: number;
  readonly secretReads: number;
  /** Sizes in bytes of the files of the extension that were loaded, by name. */
  readonly files: Readonly<Record<string, number>>;
}

export interface ActivationResult extends Readonly<Record<Contender, Activation>> {
  readonly vscodeVersion: string;
  readonly nodeVersion: string;
}

export interface FlowsTask {
  readonly profile: string;
  readonly count: number;
}

export interface FlowsResult {
  /** From the arrival of the authorization response until the token is stored, one a flow, in milliseconds. */
  readonly milliseconds: readonly number[];
}

export interface TreeTask {
  readonly tokens: number;
  readonly samples: number;
}

export interface TreeTimes {
  /** Reading the store, and giving the topmost rows and those of the first profile, in milliseconds. */
  readonly firstPaintMs: number;
  /** From a token that is stored until the rows that it changed are given anew. */
  readonly changeMs: number;
  /** How many rows were drawn anew, not counting what lies below them. */
  readonly rowsDrawn: number;
}

/** With the tokens of the task, and with none. */
export interface TreeResult {
  readonly full: readonly TreeTimes[];
  readonly empty: readonly TreeTimes[];
}

export interface EditorTask {
  /** Which extension is active: another host measures the other, so that neither comes second in its host. */
  readonly contender: Contender;
  /** Sizes of the files that are measured, in this order. */
  readonly requestCounts: readonly number[];
  readonly samples: number;
}

/** After a keystroke in one file, one a sample, in milliseconds. */
export interface EditorTimes {
  /** From the keystroke until the answer is there. */
  readonly codeLens: readonly number[];
  readonly completion: readonly number[];
  /** From the keystroke until the finding on its line is published, beyond the wait for the end of the typing. */
  readonly diagnostics: readonly number[];
  /** What the event loop of the host was busy in the half second after the keystroke, whatever for. */
  readonly work: readonly number[];
  /** The mean of what Valet Key's own code took of that, by a profiler; one a host. */
  readonly ownMs: readonly number[];
}

export interface EditorResult {
  /** From a request file that opens until its lenses are there, the first one in its host; in milliseconds. */
  readonly firstLensMs: number;
  /** Sizes in bytes of the files of Valet Key that this loaded, by name. */
  readonly files: Readonly<Record<string, number>>;
  /** By the number of requests. */
  readonly times: Readonly<Record<number, EditorTimes>>;
}

export interface SendTask {
  readonly samples: number;
}

/** What a request waits for its token, which is stored and valid; one a sample, in milliseconds. */
export interface SendResult {
  /** Over a secret store in memory. */
  readonly inMemoryMs: readonly number[];
  /** Over VS Code's SecretStorage. */
  readonly inVsCodeMs: readonly number[];
  /** From a reference in a file until httpYac's request has the token, over the store in memory. */
  readonly httpYacMs: readonly number[];
}

/** In the extension host: the task that it was started for. @throws Error where the bench did not start this process */
export async function readTask(): Promise<unknown> {
  return JSON.parse(await readFile(exchangeFile(), 'utf8')) as unknown;
}

/** In the extension host: leaves the result for the bench. */
export async function writeResult(result: unknown): Promise<void> {
  await writeFile(exchangeFile(), JSON.stringify(result));
}

function exchangeFile(): string {
  const file = process.env[variable];
  if (file === undefined) throw new Error(`${variable} is not set: run this with \`npm run bench\`.`);
  return file;
}

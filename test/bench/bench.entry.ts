// npm run bench: figures for people to compare, never part of a pass or fail. With `-- activation editor send`,
// or one of these: those alone.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { json } from '../support/faultServer';
import { startScriptedServer } from '../support/scriptedServer';
import { installVsCodeServer } from '../support/vscodeServer/install';
import { countLeftAfterCancelling } from './cancelled';
import type {
  ActivationResult,
  ActivationTask,
  Contender,
  EditorResult,
  EditorTask,
  SendResult,
  SendTask,
  FlowsResult,
  FlowsTask,
  TreeResult,
  TreeTask,
} from './exchange';
import { printEditor } from './editorFigures';
import { prepareExtensions } from './extensions';
import { printActivations, printFigures, printSends } from './figures';
import { measureGrants } from './grants';
import { measureLife } from './life';
import { openBenchWindows, type BenchWindows } from './window';

const samples = 10;
const flows = 20;
const sends = 1000;
const treeTokens = 1000;
const requestCounts = [100, 1000, 10_000];
const editorSamples = 20;
/** One host each. */
const editorRounds: readonly Contender[] = ['empty', 'ours', 'ours', 'empty'];
const profile = 'bench';

async function main(folder: string): Promise<void> {
  const installed = await installVsCodeServer('1.139', console.error);
  const extensions = await prepareExtensions(folder, installed);
  const server = await startScriptedServer();
  server.onToken(() => json(server.tokenResponse({ id_token: server.idToken() })));
  const members = {
    issuer: server.issuer,
    clientId: 'bench',
    scope: 'openid',
    tokenEndpointAuthMethod: 'none',
    apiBaseUrls: ['https://api.example.com'],
  };
  const windows = await openBenchWindows(folder, installed, extensions, {
    'valetKey.profiles': { [profile]: members },
  });
  try {
    const parts = process.argv.slice(2);
    if (parts.includes('send')) printSends(await measureSends(windows));
    if (parts.includes('editor')) await measureEditor(windows);
    const isAll = parts.length === 0;
    if (!isAll && !parts.includes('activation')) return;
    const activations = await measureActivations(windows);
    if (!isAll) return printActivations({ activations, ...extensions });
    // The first one loads the engine and discovers the server: it warms up and does not count.
    const task: FlowsTask = { profile, count: flows + 1 };
    const { milliseconds } = (await windows.run('flows', task)) as FlowsResult;
    const treeTask: TreeTask = { tokens: treeTokens, samples };
    const tree = (await windows.run('tree', treeTask)) as TreeResult;
    const send = await measureSends(windows);
    const grants = await measureGrants();
    const life = await measureLife();
    const left = await countLeftAfterCancelling();
    printFigures({
      activations,
      flowMs: milliseconds.slice(1),
      tree: { ...tree, tokens: treeTokens },
      grants,
      left,
      life,
      send,
      ...extensions,
    });
    await measureEditor(windows);
    console.log(`\nNode ${process.version} runs the bench, on ${availableParallelism()} cores.`);
  } finally {
    await windows.close();
    await server.stop();
  }
}

async function measureActivations(windows: BenchWindows): Promise<readonly ActivationResult[]> {
  const activations: ActivationResult[] = [];
  for (let sample = 1; sample <= samples; sample++) {
    const task: ActivationTask = { order: sample % 2 === 0 ? ['ours', 'empty'] : ['empty', 'ours'] };
    activations.push((await windows.run('activation', task)) as ActivationResult);
    console.error(`Activation ${sample} of ${samples}`);
  }
  return activations;
}

async function measureSends(windows: BenchWindows): Promise<SendResult> {
  const task: SendTask = { samples: sends };
  return (await windows.run('send', task)) as SendResult;
}

async function measureEditor(windows: BenchWindows): Promise<void> {
  const results: Record<Contender, EditorResult[]> = { ours: [], empty: [] };
  for (const [round, contender] of editorRounds.entries()) {
    // Nor does a size always come last, when everything is warm.
    const sizes = round * 2 < editorRounds.length ? requestCounts : requestCounts.toReversed();
    const task: EditorTask = { contender, requestCounts: sizes, samples: editorSamples };
    results[contender].push((await windows.run('editor', task)) as EditorResult);
    console.error(`Editor ${round + 1} of ${editorRounds.length}`);
  }
  printEditor(requestCounts, results);
}

async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'valet-key-bench-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

inTemporaryFolder(main).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

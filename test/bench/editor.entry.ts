// Runs in an extension host: what the editor's features take after a keystroke, with Valet Key or an empty extension.
import { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  extensionIds,
  readTask,
  writeResult,
  type EditorResult,
  type EditorTask,
  type EditorTimes,
} from './exchange';
import { listenIn, loadedFiles, untilQuiet } from './hostProbe';

type Asked = 'codeLens' | 'completion';

/** What VS Code asks for after a keystroke; each resolves once it has the answer. */
const asked: Readonly<Record<Asked, (uri: vscode.Uri, at: vscode.Position) => Thenable<unknown>>> = {
  codeLens: (uri) => vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri),
  completion: (uri, at) => vscode.commands.executeCommand('vscode.executeCompletionItemProvider', uri, at),
};

const warmUps = 3;
/** What VS Code asks for at once is over in some milliseconds: so often as many samples, against the noise of a machine. */
const more = 3;
/** That are looked at with a profiler. */
const keystrokes = 10;
/** That Valet Key waits for the end of the typing, and so does what stands for it beside the empty extension. */
const typingMs = 300;
/** By then everything has been published. */
const settledMs = 500;
/** A token as nobody issues it, which grows by one character a keystroke. */
const literal = 'Bearer 8fK2mQ9zXw7RtY4bN6vC3jL5hD1gS0pA';

export async function run(): Promise<void> {
  const { contender, requestCounts, samples } = (await readTask()) as EditorTask;
  const ours = vscode.extensions.getExtension(extensionIds.ours);
  if (ours === undefined) throw new Error('VS Code does not know Valet Key.');
  await vscode.extensions.getExtension(extensionIds[contender])?.activate();
  await untilQuiet();
  const before = loadedFiles(ours);
  const firstLensMs = await openFirst();
  await untilQuiet();
  const files = Object.entries(loadedFiles(ours)).filter(([name]) => !(name in before));
  const published = contender === 'ours' ? hearDiagnostics() : publishDiagnostics();
  const times: Record<number, EditorTimes> = {};
  for (const count of requestCounts) times[count] = await measure(ours, count, samples, published);
  await writeResult({ firstLensMs, files: Object.fromEntries(files), times } satisfies EditorResult);
}

async function openFirst(): Promise<number> {
  const start = performance.now();
  const { document } = await open(10);
  await asked.codeLens(document.uri, new vscode.Position(0, 0));
  const milliseconds = performance.now() - start;
  await close();
  return milliseconds;
}

async function measure(
  ours: vscode.Extension<unknown>,
  requests: number,
  samples: number,
  published: Published,
): Promise<EditorTimes> {
  const { editor, line } = await open(requests);
  const { document } = editor;
  const type = async (text: string) =>
    await editor.edit((builder) => builder.insert(document.lineAt(line).range.end, text), {
      undoStopBefore: false,
      undoStopAfter: false,
    });
  const times = { codeLens: [], completion: [], diagnostics: [], work: [], ownMs: [] } as Record<
    keyof EditorTimes,
    number[]
  >;
  for (let sample = -warmUps; sample < samples * more; sample++) {
    for (const [feature, ask] of Object.entries(asked) as [Asked, (typeof asked)[Asked]][]) {
      const start = performance.now();
      await type(' ');
      await ask(document.uri, document.lineAt(line).range.end);
      if (sample >= 0) times[feature].push(performance.now() - start);
    }
  }
  await type(literal);
  for (let sample = -warmUps; sample < samples; sample++) {
    await delay(settledMs);
    const busy = performance.eventLoopUtilization();
    const start = performance.now();
    const shown = published(document.uri);
    await type('x');
    const milliseconds = (await shown) - start - typingMs;
    await delay(settledMs - (performance.now() - start));
    const work = performance.eventLoopUtilization(busy).active;
    if (sample < 0) continue;
    times.diagnostics.push(milliseconds);
    times.work.push(work);
  }
  times.ownMs.push(
    await inOurCode(ours, keystrokes, async () => {
      for (let sample = 0; sample < keystrokes; sample++) {
        await type('x');
        await delay(settledMs);
      }
    }),
  );
  await close();
  return times;
}

/** Milliseconds, of each of so many keystrokes, in which the code of an extension ran, or what it had called at once. */
async function inOurCode(
  { extensionPath }: vscode.Extension<unknown>,
  keystrokes: number,
  work: () => Promise<void>,
): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await work();
  const { nodes, samples = [], timeDeltas = [] } = (await session.post('Profiler.stop')).profile;
  session.disconnect();
  const inside = new Set<number>();
  // Whoever calls comes before what it calls.
  for (const { id, callFrame, children = [] } of nodes) {
    if (callFrame.url.includes(extensionPath)) inside.add(id);
    if (inside.has(id)) for (const child of children) inside.add(child);
  }
  const microseconds = samples.reduce((sum, id, at) => sum + (inside.has(id) ? (timeDeltas[at] ?? 0) : 0), 0);
  return microseconds / 1000 / keystrokes;
}

/** A file of so many requests, and the header line of the one in the middle: what is above counts as what is below. */
async function open(requests: number) {
  const content = Array.from(
    { length: requests },
    (_, at) =>
      `### Request ${at}\nPOST https://api.example.com/items/${at}\nContent-Type: application/json\nAuthorization: \n\n{ "a": ${at} }\n`,
  ).join('\n');
  const document = await vscode.workspace.openTextDocument({ language: 'http', content });
  const editor = await vscode.window.showTextDocument(document);
  const line = Math.floor(requests / 2) * 7 + 3;
  editor.revealRange(new vscode.Range(line, 0, line, 0), vscode.TextEditorRevealType.InCenter);
  return { document, editor, line };
}

async function close(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

/** Resolves with the moment at which diagnostics of a document are published next. */
type Published = (uri: vscode.Uri) => Promise<number>;

/** Those of any extension in this host. */
function hearDiagnostics(): Published {
  const collection = vscode.languages.createDiagnosticCollection('bench');
  let prototype = Object.getPrototypeOf(collection) as object;
  // Each collection has a class of its own, below the one that does the work.
  while (!Object.hasOwn(prototype, 'set')) prototype = Object.getPrototypeOf(prototype) as object;
  collection.dispose();
  let heard: (uri: string) => void = () => undefined;
  listenIn(prototype, 'set', (_, [uri]) => heard(String(uri)));
  return (expected) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('No diagnostics came.')), 20 * settledMs);
      heard = (uri) => {
        if (uri !== expected.toString()) return;
        clearTimeout(timer);
        resolve(performance.now());
      };
    });
}

/** Beside the empty extension: those of somebody who knows the answer and has but to say it after the same wait. */
function publishDiagnostics(): Published {
  const collection = vscode.languages.createDiagnosticCollection('bench');
  return (uri) =>
    new Promise((resolve) => {
      const subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.toString() !== uri.toString()) return;
        subscription.dispose();
        const range = contentChanges[0]?.range ?? new vscode.Range(0, 0, 0, 0);
        setTimeout(() => {
          collection.set(uri, [new vscode.Diagnostic(range, 'A token stands here.')]);
          resolve(performance.now());
        }, typingMs);
      });
    });
}

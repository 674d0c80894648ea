// Runs in an extension host of its own for each sample, since a module is loaded once: activates both extensions.
import * as vscode from 'vscode';
import {
  extensionIds,
  readTask,
  writeResult,
  type Activation,
  type ActivationTask,
  type Contender,
} from './exchange';
import {
  collectGarbage,
  countOutsideCalls,
  loadedFiles,
  timeExtensionCode,
  untilQuiet,
  type Counts,
} from './hostProbe';

export async function run(): Promise<void> {
  const { order } = (await readTask()) as ActivationTask;
  const counts = await countOutsideCalls();
  await untilQuiet();
  const activations: Partial<Record<Contender, Activation>> = {};
  for (const contender of order) activations[contender] = await measure(extensionIds[contender], counts);
  await writeResult({ ...activations, vscodeVersion: vscode.version, nodeVersion: process.version });
}

async function measure(id: string, counts: Counts): Promise<Activation> {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined) throw new Error(`VS Code does not know ${id}.`);
  if (extension.isActive) throw new Error(`${id} was active before the bench activated it.`);
  const before = { ...counts };
  const codeMs = timeExtensionCode(extension);
  collectGarbage();
  const heapBefore = process.memoryUsage().heapUsed;
  const start = performance.now();
  await extension.activate();
  const callerMs = performance.now() - start;
  await untilQuiet();
  collectGarbage();
  return {
    codeMs: codeMs(),
    callerMs,
    heapBytes: process.memoryUsage().heapUsed - heapBefore,
    connections: counts.connections - before.connections,
    secretReads: counts.secretReads - before.secretReads,
    files: loadedFiles(extension),
  };
}

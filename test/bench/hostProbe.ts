import { statSync } from 'node:fs';
import Module from 'node:module';
import { connect, Socket } from 'node:net';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { probeExtensionId } from './exchange';

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

/**
 * The storage of secrets of every extension in this host, as one object to listen in on: their common prototype.
 * Activates the probe, an extension that gives its context away; so nothing that is measured comes first in its host.
 */
export async function secretStorages(): Promise<{ prototype: object; probe: vscode.SecretStorage }> {
  const probe = vscode.extensions.getExtension<vscode.ExtensionContext>(probeExtensionId);
  if (probe === undefined) throw new Error(`VS Code does not know ${probeExtensionId}.`);
  const { secrets } = await probe.activate();
  return { prototype: Object.getPrototypeOf(secrets) as object, probe: secrets };
}

type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/** Has `heard` called whenever this method of any instance was called. @throws Error where there is no such method */
export function listenIn(
  prototype: object,
  method: string,
  heard: (result: unknown, parameters: readonly unknown[]) => void,
): void {
  const methods = prototype as Record<string, Method | undefined>;
  const original = methods[method];
  if (original === undefined) throw new Error(`There is no method ${method} to listen in on.`);
  methods[method] = function (...parameters) {
    const result = original.apply(this, parameters);
    heard(result, parameters);
    return result;
  };
}

export interface Counts {
  connections: number;
  secretReads: number;
}

/**
 * Counts what every extension of this host does from now on.
 * @throws Error when it does not hear of a connection and of a read that it makes itself: a count of 0 would mean nothing
 */
export async function countOutsideCalls(): Promise<Counts> {
  const counts: Counts = { connections: 0, secretReads: 0 };
  const { prototype, probe } = await secretStorages();
  listenIn(Socket.prototype, 'connect', () => counts.connections++);
  for (const method of ['get', 'keys']) listenIn(prototype, method, () => counts.secretReads++);

  await probe.get('none');
  await new Promise((resolve) =>
    connect({ host: '127.0.0.1', port: 1 }).once('close', resolve).on('error', resolve),
  );
  if (counts.connections < 1 || counts.secretReads < 1) {
    throw new Error('Connections and reads of secrets cannot be counted in this VS Code.');
  }
  return counts;
}

interface Loader {
  _load: (this: unknown, request: string, ...more: unknown[]) => unknown;
}

interface ExtensionModule {
  readonly activate: (context: vscode.ExtensionContext) => unknown;
}

/** Milliseconds that loading an extension's code and calling its `activate` take, once it is activated. */
export function timeExtensionCode({ extensionPath, packageJSON }: vscode.Extension<unknown>): () => number {
  const { main } = packageJSON as { main: string };
  const file = Module.createRequire(`${extensionPath}/`).resolve(main);
  const loader = Module as unknown as Loader;
  const load = loader._load;
  let milliseconds = NaN;
  loader._load = function (request, ...more) {
    if (request !== file) return load.call(this, request, ...more);
    loader._load = load;
    const start = performance.now();
    const loaded = load.call(this, request, ...more) as ExtensionModule;
    const loadMs = performance.now() - start;
    const activate: ExtensionModule['activate'] = (context) => {
      const activateStart = performance.now();
      try {
        return loaded.activate(context);
      } finally {
        milliseconds = loadMs + performance.now() - activateStart;
      }
    };
    return { ...loaded, activate };
  };
  return () => {
    if (Number.isNaN(milliseconds)) throw new Error(`The host loaded ${file} in a way that was not timed.`);
    return milliseconds;
  };
}

/** Sizes in bytes of the files of an extension that were loaded until now, by name. */
export function loadedFiles({ extensionPath }: vscode.Extension<unknown>): Record<string, number> {
  const files = Object.keys(require.cache).filter((file) => file.startsWith(extensionPath + path.sep));
  return Object.fromEntries(files.map((file) => [path.basename(file), statSync(file).size]));
}

const quietForMs = 500;

/** Waits until this host has been idle for half a second: what starts with a window, or an activation, is over. */
export async function untilQuiet(): Promise<void> {
  let before;
  do {
    before = performance.eventLoopUtilization();
    await delay(quietForMs);
  } while (performance.eventLoopUtilization(before).utilization > 0.05);
}

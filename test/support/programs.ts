import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from './eventually';

/** A program for a profile's `command`: a script that Node runs, which can note things for the test to read. */
export interface ScriptedProgram {
  /** `note(text)` is there for the script. */
  command(script: string, ...args: string[]): string[];
  /** What the script noted, once it has as many notes. */
  notes(count: number): Promise<string[]>;
  remove(): Promise<void>;
}

export async function createScriptedProgram(): Promise<ScriptedProgram> {
  const folder = await mkdtemp(path.join(tmpdir(), 'valet-key-program-'));
  const file = path.join(folder, 'notes');
  const read = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').slice(0, -1);
  const prelude = `const note = (text) => require('node:fs').appendFileSync(${JSON.stringify(file)}, text + '\\n');`;
  return {
    command: (script, ...args) => [process.execPath, '-e', `${prelude}\n${script}`, ...args],
    notes: async (count) =>
      await eventually(`${count} notes of the program`, async () => {
        const notes = await read();
        return notes.length >= count ? notes : undefined;
      }),
    remove: () => rm(folder, { recursive: true }),
  };
}

/** Whether a process still runs; one that has ended and that nobody asked about does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../support/projectFolder';

/**
 * Copies the demo's workspace to `folder`: what is inserted there is a real token, so it is never a tracked file.
 * `apiUrl` is where the demo API listens.
 */
export function createWorkspace(folder: string, apiUrl: string): void {
  cpSync(path.join(projectFolder, 'test', 'demo', 'workspace'), folder, { recursive: true });
  for (const file of ['requests.http', 'feeds.http']) replaceIn(path.join(folder, file), { demoApi: apiUrl });
  replaceIn(path.join(folder, '.vscode', 'tasks.json'), {
    node: jsonText(process.execPath),
    httpyac: jsonText(path.join(projectFolder, 'node_modules', 'httpyac', 'bin', 'httpyac.js')),
    demoApi: jsonText(apiUrl),
  });
}

function replaceIn(file: string, values: Readonly<Record<string, string>>): void {
  let text = readFileSync(file, 'utf8');
  for (const [name, value] of Object.entries(values)) text = text.replaceAll(`{{${name}}}`, () => value);
  writeFileSync(file, text);
}

/** What stands between the quotes of a JSON string: a path on Windows is full of backslashes. */
function jsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

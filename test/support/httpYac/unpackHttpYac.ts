import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { projectFolder } from '../projectFolder';

const id = 'anweber.vscode-httpyac';

const standIn = {
  name: 'vscode-httpyac',
  publisher: 'anweber',
  displayName: 'httpYac (stand-in)',
  version: '0.0.0',
  engines: { vscode: '^1.105.0' },
  extensionKind: ['workspace', 'ui'],
  main: './extension.js',
  activationEvents: ['onLanguage:http', 'onLanguage:markdown'],
  contributes: { commands: [{ command: 'httpyac.send', title: 'Send', category: 'httpYac' }] },
};

/**
 * Installs httpYac beside ours: the one that this machine has for its own VS Code, or else a stand-in with the same
 * library. `VALET_KEY_HTTPYAC` names the folder of one that lies elsewhere.
 * @returns which one it is, for the report
 */
export function unpackHttpYac(extensionsFolder: string): string {
  const folder = path.join(extensionsFolder, id);
  const real = process.env.VALET_KEY_HTTPYAC ?? findInstalled();
  if (real !== undefined) {
    cpSync(real, folder, { recursive: true, dereference: true });
    return `the real httpYac (${path.basename(real)})`;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(standIn));
  buildSync({
    entryPoints: [path.join(projectFolder, 'test', 'support', 'httpYac', 'extension.ts')],
    outfile: path.join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
  return 'a stand-in for httpYac, with its library';
}

/** The newest in the folders that VS Code and its server keep extensions in. */
function findInstalled(): string | undefined {
  return ['.vscode', '.vscode-server']
    .map((folder) => path.join(homedir(), folder, 'extensions'))
    .flatMap((folder) => foldersIn(folder).map((name) => path.join(folder, name)))
    .filter((folder) => path.basename(folder).startsWith(`${id}-`))
    .sort()
    .at(-1);
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { projectFolder } from '../projectFolder';

const id = 'humao.rest-client';

const standIn = {
  name: 'rest-client',
  publisher: 'humao',
  displayName: 'REST Client (stand-in)',
  version: '0.0.0',
  engines: { vscode: '^1.105.0' },
  main: './extension.js',
  activationEvents: ['onLanguage:http', 'onLanguage:markdown'],
  contributes: {
    commands: [{ command: 'rest-client.request', title: 'Send Request', category: 'Rest Client' }],
  },
};

const probe = {
  name: 'probe',
  publisher: 'valetkey-tests',
  version: '0.0.0',
  engines: { vscode: '^1.105.0' },
  main: './extension.js',
  contributes: {
    commands: [{ command: 'valetkey-tests.probe', title: 'Start a Program', category: 'Probe' }],
  },
};

/**
 * Installs REST Client beside ours: the one that this machine has for its own VS Code, or else a stand-in; and an
 * extension that starts a program. `VALET_KEY_REST_CLIENT` names the folder of one that lies elsewhere.
 * @returns which one it is, for the report
 */
export function unpackRestClient(extensionsFolder: string): string {
  unpack(extensionsFolder, 'probe.ts', probe);
  const real = process.env.VALET_KEY_REST_CLIENT ?? findInstalled();
  if (real === undefined) {
    unpack(extensionsFolder, 'extension.ts', standIn);
    return 'a stand-in for REST Client';
  }
  cpSync(real, path.join(extensionsFolder, id), { recursive: true, dereference: true });
  return `the real REST Client (${path.basename(real)})`;
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

function unpack(extensionsFolder: string, source: string, manifest: typeof standIn | typeof probe): void {
  const folder = path.join(extensionsFolder, `${manifest.publisher}.${manifest.name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  buildSync({
    entryPoints: [path.join(projectFolder, 'test', 'support', 'restClient', source)],
    outfile: path.join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
  });
}

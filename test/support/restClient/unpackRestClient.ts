import path from 'node:path';
import { unpackNeighbour, unpackSmallExtension, type SmallExtension } from '../editor/unpackNeighbour';
import { projectFolder } from '../projectFolder';

const sources = path.join(projectFolder, 'test', 'support', 'restClient');

const standIn = {
  source: path.join(sources, 'extension.ts'),
  manifest: {
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
  },
} satisfies SmallExtension;

const probe = {
  source: path.join(sources, 'probe.ts'),
  manifest: {
    name: 'probe',
    publisher: 'valetkey-tests',
    version: '0.0.0',
    engines: { vscode: '^1.105.0' },
    main: './extension.js',
    contributes: {
      commands: [{ command: 'valetkey-tests.probe', title: 'Start a Program', category: 'Probe' }],
    },
  },
} satisfies SmallExtension;

/**
 * Installs REST Client beside ours: the one that this machine has for its own VS Code, or else a stand-in.
 * `VALET_KEY_REST_CLIENT` names the folder of one that lies elsewhere.
 * @returns which one it is, for the report
 */
export function unpackRestClient(extensionsFolder: string): string {
  return unpackNeighbour(extensionsFolder, standIn, process.env.VALET_KEY_REST_CLIENT);
}

/** Installs an extension that starts a program, which inherits the variables that any would. */
export function unpackProbe(extensionsFolder: string): void {
  unpackSmallExtension(extensionsFolder, probe);
}

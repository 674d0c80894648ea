import path from 'node:path';
import { unpackNeighbour, type SmallExtension } from '../editor/unpackNeighbour';
import { projectFolder } from '../projectFolder';

const standIn = {
  source: path.join(projectFolder, 'test', 'support', 'httpYac', 'extension.ts'),
  manifest: {
    name: 'vscode-httpyac',
    publisher: 'anweber',
    displayName: 'httpYac (stand-in)',
    version: '0.0.0',
    engines: { vscode: '^1.105.0' },
    extensionKind: ['workspace', 'ui'],
    main: './extension.js',
    activationEvents: ['onLanguage:http', 'onLanguage:markdown'],
    contributes: { commands: [{ command: 'httpyac.send', title: 'Send', category: 'httpYac' }] },
  },
} satisfies SmallExtension;

/**
 * Installs httpYac beside ours: the one that this machine has for its own VS Code, or else a stand-in with the same
 * library. `VALET_KEY_HTTPYAC` names the folder of one that lies elsewhere.
 * @returns which one it is, for the report
 */
export function unpackHttpYac(extensionsFolder: string): string {
  return unpackNeighbour(extensionsFolder, standIn, process.env.VALET_KEY_HTTPYAC);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Another extension that wants tokens: what VS Code calls it, and its commands. */
export const otherExtension = {
  label: 'Order Desk',
  askForSession: 'Order Desk: Ask for a Session',
  askSilently: 'Order Desk: Ask the API Silently',
  ask: 'Order Desk: Ask the API',
} as const;

const titles = {
  session: 'Ask for a Session',
  silent: 'Ask the API Silently',
  api: 'Ask the API',
};

const manifest = {
  name: 'order-desk',
  publisher: 'valetkey-tests',
  displayName: otherExtension.label,
  version: '1.0.0',
  engines: { vscode: '^1.105.0' },
  main: './extension.js',
  contributes: {
    commands: Object.entries(titles).map(([name, title]) => ({
      command: `orderDesk.${name}`,
      title,
      category: otherExtension.label,
    })),
  },
};

/** Each command sends a request with what it got, and writes to a file what came of it: never the token. */
const source = `
const { authentication, commands, extensions, workspace, Uri } = require('vscode');
const ways = {
  session: async () =>
    await authentication.getSession('valetkey', ['profile:demo', 'orders:read'], { createIfNone: true }),
  silent: async () => await ask({ interactive: false }),
  api: async () => await ask({ interactive: true }),
};
async function ask(options) {
  const { getAccessToken } = await extensions.getExtension('valetkey.valet-key').activate();
  return await getAccessToken('demo', options);
}
exports.activate = ({ subscriptions }) => {
  let calls = 0;
  for (const [name, get] of Object.entries(ways)) {
    subscriptions.push(
      commands.registerCommand('orderDesk.' + name, async () => {
        const [folder] = workspace.workspaceFolders;
        const number = ++calls;
        const write = async (outcome) =>
          await workspace.fs.writeFile(
            Uri.joinPath(folder.uri, 'asked-' + number + '.json'),
            Buffer.from(JSON.stringify(outcome) + '\\n'),
          );
        try {
          const given = await get();
          if (given === undefined) return await write({ way: name, got: 'nothing' });
          const url = Buffer.from(await workspace.fs.readFile(Uri.joinPath(folder.uri, 'api.txt'))).toString();
          const headers = { authorization: 'Bearer ' + given.accessToken };
          const { status } = await fetch(url, { headers });
          await write({ way: name, got: status, account: given.account?.label });
        } catch ({ message, code }) {
          await write({ way: name, failed: message, code });
        }
      }),
    );
  }
};
`;

/** Installs it. */
export function unpackOtherExtension(extensionsFolder: string): void {
  const folder = path.join(extensionsFolder, manifest.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'extension.js'), source);
}

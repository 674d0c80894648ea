import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { registerSecret } from '../secrets';

/** What the other extension calls itself, and the token of its sessions, which it numbers. */
export const signInProvider = { id: 'test-identity', label: 'Test Identity', account: 'grace' } as const;

const manifest = {
  name: 'test-identity',
  publisher: 'valetkey-tests',
  version: '1.0.0',
  engines: { vscode: '^1.105.0' },
  main: './extension.js',
  activationEvents: [`onAuthenticationRequest:${signInProvider.id}`],
  contributes: { authentication: [{ id: signInProvider.id, label: signInProvider.label }] },
};

/** Lets everybody in, as the same account, for as long as its extension host lives. */
const source = `
const { EventEmitter, authentication } = require('vscode');
exports.activate = ({ subscriptions }) => {
  const changed = new EventEmitter();
  const sessions = [];
  const provider = {
    onDidChangeSessions: changed.event,
    getSessions: async () => sessions,
    createSession: async (scopes) => {
      const accessToken = ['session', 'token', scopes.join('.'), 'of', '${signInProvider.account}'].join('-');
      const account = { id: '7', label: '${signInProvider.account}' };
      const session = { id: String(sessions.length), accessToken, account, scopes: [...scopes] };
      sessions.push(session);
      changed.fire({ added: [session], removed: [], changed: [] });
      return session;
    },
    removeSession: async () => undefined,
  };
  subscriptions.push(
    authentication.registerAuthenticationProvider('${signInProvider.id}', '${signInProvider.label}', provider),
  );
};
`;

/** The token that it gives for scopes; a secret from now on. */
export function sessionToken(scopes: readonly string[]): string {
  const token = `session-token-${scopes.join('.')}-of-${signInProvider.account}`;
  registerSecret(token);
  return token;
}

/** Installs an extension that signs people in, as GitHub's and Microsoft's do. */
export function unpackSignInProvider(extensionsFolder: string): void {
  const folder = path.join(extensionsFolder, manifest.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(folder, 'extension.js'), source);
}

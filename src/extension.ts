import type { ExtensionContext } from 'vscode';
import { createContainer } from './container';
import { registerCallbacks } from './vscode/callbacks';
import { registerCommands } from './vscode/commands';
import { watchForClientSecrets } from './vscode/clientSecretNotice';
import { registerEditorFeatures } from './vscode/editor';
import { startStatusBar } from './vscode/views/statusBarStart';
import { TokenTree } from './vscode/views/tokenTree';

/** Called by VS Code on the first command or when the view is first shown. No I/O, no secret, no engine (law 15). */
export function activate(context: ExtensionContext): void {
  const container = createContainer(context);
  context.subscriptions.push(
    // First, so that a broken storage can be reset whatever else fails (decision 17).
    ...registerCommands(container.services, container.errors),
    new TokenTree(container),
    startStatusBar(container),
    registerCallbacks(container),
    watchForClientSecrets(container.settings),
    registerEditorFeatures(container.services),
  );
}

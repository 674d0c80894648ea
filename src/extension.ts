import type { ExtensionContext } from 'vscode';
import type { ValetKeyApi } from './api';
import { createContainer } from './container';
import { registerCallbacks } from './vscode/callbacks';
import { registerCommands } from './vscode/commands';
import { watchForClientSecrets } from './vscode/clientSecretNotice';
import { createApi } from './vscode/feeds/api';
import { registerAuthenticationProvider } from './vscode/feeds/authenticationProvider';
import { startTerminalVariables } from './vscode/feeds/terminalsStart';
import { startLiveVariables } from './vscode/feeds/restClient/start';
import { registerEditorFeatures } from './vscode/editor';
import { startStatusBar } from './vscode/views/statusBarStart';
import { TokenTree } from './vscode/views/tokenTree';

/**
 * Called by VS Code once it has started, or before that for a request file, a command, the view or a link. No I/O, no
 * secret, no engine (law 15).
 * @returns what other extensions are given
 */
export function activate(context: ExtensionContext): ValetKeyApi {
  const container = createContainer(context);
  context.subscriptions.push(
    // First, so that a broken storage can be reset whatever else fails (decision 17).
    ...registerCommands(container.services, container.errors),
    new TokenTree(container),
    startStatusBar(container),
    registerCallbacks(container),
    watchForClientSecrets(container.settings),
    container.httpYac.start(container),
    startTerminalVariables(container, () => context.environmentVariableCollection),
    registerAuthenticationProvider(container),
    startLiveVariables(container),
    registerEditorFeatures(container.services),
  );
  return createApi(container, context.subscriptions);
}

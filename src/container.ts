import * as vscode from 'vscode';
import { PendingSignIns } from './core/signIn/pendingSignIns';
import type { SecretStore } from './core/ports';
import { Redactor } from './core/redactor';
import { ActiveTokens } from './core/tokens/activeTokens';
import { ClientSecrets } from './core/tokens/clientSecrets';
import { CredentialsKeeper } from './core/tokens/credentialsKeeper';
import type { StorageCanary } from './core/tokens/storageCanary';
import { TokenInquiries } from './core/tokens/tokenInquiries';
import { TokenService, type Engine } from './core/tokens/tokenService';
import { TokenStore } from './core/tokens/tokenStore';
import { AnswerDocuments } from './vscode/answerDocuments';
import { systemBrowser } from './vscode/browser';
import { browserSurroundings } from './vscode/browserSurroundings';
import { systemClock } from './vscode/clock';
import type { Services } from './vscode/commands/command';
import { ErrorReporter } from './vscode/errorReporter';
import { editorHost } from './vscode/host';
import { readHostId } from './vscode/hostId';
import { InUse } from './vscode/inUse';
import { redactingLogger } from './vscode/logger';
import { editorPrompt } from './vscode/prompt';
import { secretStore } from './vscode/secretStorage';
import { ProfileSettings } from './vscode/settings';
import type { TokenDocuments } from './vscode/tokenDocuments';
import { TreeOptions } from './vscode/views/treeOptions';
import { workspaceFolders } from './vscode/workspaceFolders';

/** What activation needs, built by hand and once. Building it reads and loads nothing (law 15). */
export interface Container extends Services {
  readonly secrets: SecretStore;
}

export function createContainer(context: vscode.ExtensionContext): Container {
  const redactor = new Redactor();
  const channel = vscode.window.createOutputChannel('Valet Key', { log: true });
  const logger = redactingLogger(channel, redactor);
  const secrets = secretStore(context.secrets);
  const storageFolder = context.globalStorageUri.fsPath;
  const hostId = () => readHostId(storageFolder);
  let canary: StorageCanary | undefined;
  const loadCanary = async () => {
    const { createCanary } = await import('./vscode/secretCanary');
    return (canary ??= createCanary(storageFolder, { secrets, hostId, logger }));
  };
  const store = new TokenStore(secrets, hostId, logger, loadCanary);
  const active = new ActiveTokens(secrets, hostId, logger);
  const inUse = new InUse(context.workspaceState);
  const answers = new AnswerDocuments();
  context.subscriptions.push(channel, store, active, inUse, answers);
  const clientSecrets = new ClientSecrets(secrets, redactor, logger);
  const clientKeys = new ClientSecrets(secrets, redactor, logger, 'clientKey');
  const keyPassphrases = new ClientSecrets(secrets, redactor, logger, 'clientKeyPassphrase');
  const settings = new ProfileSettings();
  const clock = systemClock;
  const prompt = editorPrompt;
  const pendingSignIns = new PendingSignIns();

  let engine: Engine | undefined;
  const loadEngine = async () => {
    const [{ createEngine }, { editorSessions }] = await Promise.all([
      import('./engine'),
      import('./vscode/sessions'),
    ]);
    return (engine ??= createEngine({
      browser: systemBrowser,
      browsers: browserSurroundings,
      pendingSignIns,
      host: editorHost,
      prompt,
      sessions: editorSessions(redactor),
      clock,
      logger,
      redactor,
      workspaceFolders,
      storageFolder,
    }));
  };

  const credentials = new CredentialsKeeper({
    clientSecrets,
    clientKeys,
    keyPassphrases,
    prompt,
    keys: async () => (await loadEngine()).clientKeys,
    logger,
    redactor,
  });

  const keeping = {
    store,
    active,
    credentials,
    clock,
    logger,
    redactor,
    profiles: () => settings.read(),
  };

  let tokenDocuments: TokenDocuments | undefined;
  const loadTokenDocuments = async () => {
    const { TokenDocuments } = await import('./vscode/tokenDocuments');
    if (tokenDocuments === undefined) {
      tokenDocuments = new TokenDocuments({ settings, store, clock, redactor });
      context.subscriptions.push(tokenDocuments);
    }
    return tokenDocuments;
  };

  return {
    settings,
    store,
    active,
    inUse,
    clientSecrets,
    credentials,
    browsers: {
      ...browserSurroundings,
      privateWindow: async () => await (await loadEngine()).privateWindow(),
    },
    secrets,
    pendingSignIns,
    prompt,
    clock,
    logger,
    redactor,
    errors: new ErrorReporter(logger),
    service: new TokenService({ ...keeping, engine: loadEngine }),
    inquiries: new TokenInquiries({ ...keeping, engine: loadEngine }),
    answers,
    treeOptions: new TreeOptions(context.workspaceState),
    tokenDocuments: loadTokenDocuments,
    showLog: () => channel.show(),
  };
}

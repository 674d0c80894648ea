import * as vscode from 'vscode';
import { PendingSignIns } from './core/signIn/pendingSignIns';
import type { SecretStore } from './core/ports';
import { Redactor } from './core/redactor';
import { ClientSecrets } from './core/tokens/clientSecrets';
import { CredentialsKeeper } from './core/tokens/credentialsKeeper';
import { TokenInquiries } from './core/tokens/tokenInquiries';
import { TokenService, type Engine } from './core/tokens/tokenService';
import { TokenStore } from './core/tokens/tokenStore';
import { AnswerDocuments } from './vscode/answerDocuments';
import { systemBrowser } from './vscode/browser';
import { systemClock } from './vscode/clock';
import type { Services } from './vscode/commands/command';
import { ErrorReporter } from './vscode/errorReporter';
import { editorHost } from './vscode/host';
import { readHostId } from './vscode/hostId';
import { redactingLogger } from './vscode/logger';
import { editorPrompt } from './vscode/prompt';
import { secretStore } from './vscode/secretStorage';
import { ProfileSettings } from './vscode/settings';
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
  const store = new TokenStore(secrets, () => readHostId(context.globalStorageUri.fsPath), logger);
  const answers = new AnswerDocuments();
  context.subscriptions.push(channel, store, answers);
  const clientSecrets = new ClientSecrets(secrets, redactor, logger);
  const clientKeys = new ClientSecrets(secrets, redactor, logger, 'clientKey');
  const keyPassphrases = new ClientSecrets(secrets, redactor, logger, 'clientKeyPassphrase');
  const settings = new ProfileSettings();
  const clock = systemClock;
  const prompt = editorPrompt;
  const pendingSignIns = new PendingSignIns();

  let engine: Engine | undefined;
  const loadEngine = async () => {
    const { createEngine } = await import('./engine');
    return (engine ??= createEngine({
      browser: systemBrowser,
      pendingSignIns,
      host: editorHost,
      prompt,
      clock,
      logger,
      redactor,
      workspaceFolders,
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
    credentials,
    clock,
    logger,
    redactor,
    profiles: () => settings.read(),
  };

  return {
    settings,
    store,
    clientSecrets,
    credentials,
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
    showLog: () => channel.show(),
  };
}

import type { Disposable, SecretStore } from './core/ports';
import { ClientSecrets } from './core/tokens/clientSecrets';
import { CredentialsKeeper } from './core/tokens/credentialsKeeper';
import { TokenInquiries } from './core/tokens/tokenInquiries';
import { TokenService, type Engine } from './core/tokens/tokenService';
import { AnswerDocuments } from './vscode/answerDocuments';
import { systemBrowser } from './vscode/browser';
import { browserSurroundings } from './vscode/browserSurroundings';
import type { Basics, Services } from './vscode/commands/command';
import { RequestDocuments } from './vscode/editor/requestDocuments';
import { editorHost } from './vscode/host';
import { Pickers } from './vscode/pickers';
import { editorPrompt } from './vscode/prompt';
import { askDestination } from './vscode/requests/destinationPrompt';
import { RequestTokens } from './vscode/requests/requestTokens';
import type { TokenDocuments } from './vscode/tokenDocuments';
import { workspaceFolders } from './vscode/workspaceFolders';

export interface ServicesDependencies extends Basics {
  readonly secrets: SecretStore;
  readonly storageFolder: string;
}

/**
 * Builds what commands work with, by hand and once. Reached only through `import('./services')`, when the first command
 * is run: a window in which nobody wants a token loads none of it (law 15).
 * @param subscriptions what ends with the window
 */
export function createServices(basics: ServicesDependencies, subscriptions: Disposable[]): Services {
  const { settings, store, active, pendingSignIns, clock, logger, redactor, secrets, storageFolder } = basics;
  const clientSecrets = new ClientSecrets(secrets, redactor, logger);
  const clientKeys = new ClientSecrets(secrets, redactor, logger, 'clientKey');
  const keyPassphrases = new ClientSecrets(secrets, redactor, logger, 'clientKeyPassphrase');
  const prompt = editorPrompt;

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
    engine: loadEngine,
  };

  let tokenDocuments: TokenDocuments | undefined;
  const loadTokenDocuments = async () => {
    const { TokenDocuments } = await import('./vscode/tokenDocuments');
    if (tokenDocuments === undefined) {
      tokenDocuments = new TokenDocuments({ settings, store, clock, redactor });
      subscriptions.push(tokenDocuments);
    }
    return tokenDocuments;
  };

  const answers = new AnswerDocuments();
  const requestDocuments = new RequestDocuments();
  const service = new TokenService(keeping);
  // The service closes what a sign-in has open when the window closes.
  subscriptions.push(answers, requestDocuments, service);
  return {
    ...basics,
    clientSecrets,
    credentials,
    browsers: {
      ...browserSurroundings,
      privateWindow: async () => await (await loadEngine()).privateWindow(),
    },
    prompt,
    service,
    inquiries: new TokenInquiries(keeping),
    answers,
    requestDocuments,
    requestTokens: new RequestTokens({
      ...basics,
      service,
      pickers: () => new Pickers(basics),
      askDestination,
    }),
    tokenDocuments: loadTokenDocuments,
  };
}

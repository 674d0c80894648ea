/**
 * Stands in for httpYac (anweber.vscode-httpyac): the same library, the same API for other extensions, and of its
 * commands the one that sends the request at the cursor. As there, an error becomes a message with its stack, and each
 * request is written to an output channel and kept in memory.
 */
import * as httpyac from 'httpyac';
import * as vscode from 'vscode';

const selector = [{ language: 'http' }, { language: 'markdown' }];

export function activate({ subscriptions }: vscode.ExtensionContext): unknown {
  httpyac.cli.initFileProvider();
  const httpFileStore = new httpyac.store.HttpFileStore({ vscode: showErrors });
  const log = vscode.window.createOutputChannel('httpyac - Log', { log: true });
  const requestLog = vscode.window.createOutputChannel('httpyac - Request', 'http');
  const config = { log: { level: 1 as never, supportAnsiColors: false } };
  httpyac.io.log.options.logMethod = (_level, ...values) => {
    log.info(values.map((value) => httpyac.utils.toString(value)).join(' '));
  };
  const filed = async (document: vscode.TextDocument) =>
    await httpFileStore.getOrCreate(
      document.uri.fsPath,
      () => Promise.resolve(document.getText()),
      document.version,
      {
        config,
      },
    );
  const logResponse = httpyac.utils.requestLoggerFactory((line) => requestLog.appendLine(line), {
    requestOutput: true,
    requestHeaders: true,
    requestBodyLength: 1024,
    responseHeaders: true,
    responseBodyLength: 1024,
  });
  const send = async () => {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) return;
    const { line } = editor.selection.active;
    const httpFile = await filed(editor.document);
    const httpRegion = httpFile.httpRegions.find(
      ({ symbol, request }) => request && symbol.startLine <= line && line <= symbol.endLine,
    );
    if (httpRegion === undefined) return;
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'send', cancellable: true },
      async (progress, token) => {
        const sending = {
          isCanceled: () => token.isCancellationRequested,
          register: (cancelled: () => void) => {
            const subscription = token.onCancellationRequested(cancelled);
            return () => void subscription.dispose();
          },
          report: (value: { message?: string }) => progress.report(value),
        };
        await httpyac.send({ httpFile, httpRegion, config, logResponse, progress: sending });
      },
    );
  };
  subscriptions.push(
    log,
    requestLog,
    vscode.commands.registerCommand('httpyac.send', send),
    vscode.workspace.onDidOpenTextDocument(async (document) => {
      // Read at once: what plugs in later is not in this file until the store is cleared.
      if (vscode.languages.match(selector, document)) await filed(document);
    }),
  );
  return { httpyac, documentStore: { httpFileStore, clear: () => httpFileStore.clear() } };
}

function showErrors(api: httpyac.HttpyacHooksApi): void {
  api.hooks.execute.addInterceptor({
    id: 'errorNotification',
    onError: (error) => {
      void vscode.window.showErrorMessage(
        error instanceof Error ? (error.stack ?? error.message) : String(error),
      );
      return Promise.resolve(true);
    },
  });
}

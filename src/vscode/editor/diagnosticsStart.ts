import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import type { LoadFeatures } from '.';
import { diagnosticSource, settings } from '../ids';
import type { RequestDiagnostics } from './requestDiagnostics';

/**
 * Has request files looked through that a person can see. Nothing of that is loaded before there is one with a request
 * (law 15).
 */
export function registerDiagnostics(documents: vscode.DocumentSelector, load: LoadFeatures): Disposable {
  let diagnostics: Promise<RequestDiagnostics> | undefined;
  let isDisposed = false;

  const diagnosticsFor = async (document: vscode.TextDocument) => {
    const features = await load(document);
    if (features === undefined || isDisposed) return undefined;
    diagnostics ??= import('./requestDiagnostics').then(
      ({ RequestDiagnostics }) =>
        new RequestDiagnostics({ ...features.services, snapshot: features.snapshot }),
    );
    return await diagnostics;
  };
  const look = async (document: vscode.TextDocument) => {
    // What `git:` and other sources show is nothing that a person could mend.
    if (vscode.languages.match(documents, document) === 0 || !isWritten(document)) return;
    if (!vscode.workspace.getConfiguration().get(settings.diagnosticsEnabled, true)) return;
    (await diagnosticsFor(document))?.watch(document);
  };
  const lookAtAll = (editors: readonly vscode.TextEditor[]) => {
    for (const { document } of editors) void look(document);
  };
  const subscriptions = [
    vscode.window.onDidChangeVisibleTextEditors(lookAtAll),
    // A document that has been given another language, or Markdown its first request.
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (vscode.window.visibleTextEditors.some((editor) => editor.document === document))
        void look(document);
    }),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === 'markdown') void look(document);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settings.diagnosticsEnabled))
        lookAtAll(vscode.window.visibleTextEditors);
    }),
    vscode.languages.registerCodeActionsProvider(
      documents,
      {
        provideCodeActions: async (document, _range, { diagnostics: shown }) =>
          shown.some(({ source }) => source === diagnosticSource)
            ? await (await diagnosticsFor(document))?.actionsFor(document, shown)
            : [],
        resolveCodeAction: async (action) => await (await diagnostics)?.resolve(action),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  ];
  lookAtAll(vscode.window.visibleTextEditors);
  return {
    dispose: () => {
      isDisposed = true;
      for (const one of subscriptions) one.dispose();
      void diagnostics?.then((loaded) => loaded.dispose());
    },
  };
}

function isWritten({ uri }: vscode.TextDocument): boolean {
  return !['git', 'output', 'valet-key'].includes(uri.scheme);
}

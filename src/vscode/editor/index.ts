import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import type { Services } from '../commands/command';
import { contextKeys } from '../ids';
import { registerDiagnostics } from './diagnosticsStart';
import type { EditorFeatures } from './editorFeatures';
import { HttpFences } from './httpFences';

/** Where requests are written: files of the language `http`, and fences of Markdown. */
export const requestDocuments: vscode.DocumentSelector = [{ language: 'http' }, { language: 'markdown' }];

/**
 * Loads what the editor's features work with, for a document that may hold requests; `undefined`: this one holds none,
 * and nothing was loaded.
 */
export type LoadFeatures = (document: vscode.TextDocument) => Promise<EditorFeatures | undefined>;

/**
 * Registers what the editor shows in request files. Here are only names: what they do is loaded when a request file, or
 * a Markdown file with requests in it, is asked about for the first time (law 15).
 */
export function registerEditorFeatures(services: () => Promise<Services>): Disposable {
  const fences = new HttpFences();
  let features: Promise<EditorFeatures> | undefined;
  const lensesChanged = new vscode.EventEmitter<void>();
  const create = async () => {
    const [{ EditorFeatures }, loaded] = await Promise.all([import('./editorFeatures'), services()]);
    const created = new EditorFeatures(loaded);
    created.codeLenses.onDidChange(() => lensesChanged.fire());
    return created;
  };
  const load: LoadFeatures = async (document) =>
    document.languageId === 'http' || fences.areIn(document) ? await (features ??= create()) : undefined;
  const registered: readonly Disposable[] = [
    fences,
    sayWhereRequestsAre(fences),
    lensesChanged,
    vscode.languages.registerCodeLensProvider(requestDocuments, {
      onDidChangeCodeLenses: lensesChanged.event,
      provideCodeLenses: async (document) => (await load(document))?.codeLenses.provide(document),
    }),
    registerDiagnostics(requestDocuments, load),
    vscode.languages.registerCompletionItemProvider(
      requestDocuments,
      {
        provideCompletionItems: async (document, position) =>
          (await load(document))?.completions(document, position),
      },
      ...[':', ' ', '"', '_'],
    ),
    vscode.languages.registerHoverProvider(requestDocuments, {
      provideHover: async (document, position) => (await load(document))?.hover(document, position),
    }),
  ];
  return {
    dispose: () => {
      for (const one of registered) one.dispose();
      void features?.then((loaded) => loaded.dispose());
    },
  };
}

/** For menus: most Markdown holds no request, and has no use for commands about them. */
function sayWhereRequestsAre(fences: HttpFences): Disposable {
  let said = false;
  const say = () => {
    const document = vscode.window.activeTextEditor?.document;
    const hasRequests = document?.languageId === 'markdown' && fences.areIn(document);
    if (hasRequests === said) return;
    said = hasRequests;
    void vscode.commands.executeCommand('setContext', contextKeys.hasRequests, hasRequests);
  };
  const subscriptions = [
    vscode.window.onDidChangeActiveTextEditor(say),
    vscode.workspace.onDidOpenTextDocument(say),
    // `fences` heard of it before.
    vscode.workspace.onDidChangeTextDocument(say),
  ];
  say();
  return {
    dispose: () => {
      for (const one of subscriptions) one.dispose();
    },
  };
}

import * as vscode from 'vscode';
import { completionsAt, type Completion } from '../../core/requestFiles/completions';
import { commands } from '../ids';
import type { EditorRoom } from './editorFeatures';
import { installedNeighbours } from './installedNeighbours';

const kinds: Readonly<Record<Completion['kind'], vscode.CompletionItemKind>> = {
  placeholder: vscode.CompletionItemKind.Variable,
  profile: vscode.CompletionItemKind.Value,
  token: vscode.CompletionItemKind.Keyword,
};

/** Placeholders and names of profiles, where one is typed. */
export async function provideCompletions(
  { snapshot: tokens, services }: EditorRoom,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem[]> {
  const snapshot = await tokens.loaded();
  if (snapshot === undefined || document.isClosed) return [];
  const file = services.requestDocuments.fileOf(document);
  const { text } = document.lineAt(position.line);
  const context = { snapshot, neighbours: installedNeighbours(), last: tokens.lastChoice(document.uri) };
  const place = { uri: document.uri, line: position.line };
  return completionsAt(file, position.line, text, position.character, context).map((completion, index) => {
    const { label, detail, description, kind } = completion;
    const item = new vscode.CompletionItem({ label, detail, description }, kinds[kind]);
    item.insertText = completion.insertText;
    item.range = new vscode.Range(position.line, completion.start, position.line, completion.end);
    item.filterText = completion.filterText;
    item.sortText = completion.sortText;
    item.preselect = index === 0;
    if (kind === 'token') {
      // Of no given profile: the request says which, or else a question.
      item.command = { command: commands.insertBearerHeader, title: label, arguments: [undefined, place] };
    }
    return item;
  });
}

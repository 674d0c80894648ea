import * as vscode from 'vscode';
import type { Fix, FixCommand, FixEdit } from '../../core/requestFiles/diagnostics/fixes';
import { commands, settings } from '../ids';

/** A way out of a finding, as the editor offers it. */
export function actionOf(
  fix: Fix,
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = fix.isPreferred;
  if (fix.edits !== undefined) action.edit = workspaceEdit(document, fix.edits);
  if (fix.command !== undefined) action.command = { title: fix.title, ...commandOf(fix.command, document) };
  return action;
}

export function workspaceEdit(
  document: vscode.TextDocument,
  edits: readonly FixEdit[],
): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const edit of edits) {
    if (edit.kind === 'deleteLine') result.delete(document.uri, lineWithEnding(document, edit.line));
    else {
      const { line, column, length, text } = edit;
      result.replace(document.uri, new vscode.Range(line, column, line, column + length), text);
    }
  }
  return result;
}

/** The last line has no ending: the one before it goes. */
function lineWithEnding(document: vscode.TextDocument, line: number): vscode.Range {
  const { range, rangeIncludingLineBreak } = document.lineAt(line);
  if (line < document.lineCount - 1 || line === 0) return rangeIncludingLineBreak;
  return range.with(document.lineAt(line - 1).range.end);
}

function commandOf(
  command: FixCommand,
  { uri }: vscode.TextDocument,
): { readonly command: string; readonly arguments?: unknown[] } {
  switch (command.name) {
    case 'getNewAccessToken':
    case 'openProfile':
      return { command: commands[command.name], arguments: [command.profile] };
    case 'addProfile':
      return { command: commands.addProfile };
    case 'addApiBaseUrl':
      return { command: commands.addApiBaseUrl, arguments: [command.profile, command.url] };
    case 'sendWithFreshToken':
      return { command: commands.sendWithFreshToken, arguments: [uri.toString(), command.line] };
    case 'keepVariablesLive':
      return {
        command: 'workbench.action.openSettings',
        arguments: [`@id:${settings.restClientLiveVariables}`],
      };
  }
}

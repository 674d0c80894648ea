import * as vscode from 'vscode';
import { curlCommand } from '../../core/requestFiles/curl';
import { placeToken } from '../../core/requestFiles/tokenPlacement';
import { withToken } from '../../core/requestFiles/curlRequest';
import { isRequestDocument } from '../editor/requestDocuments';
import { showDone, showWarning } from '../messages';
import { readyToken } from '../readyToken';
import { curlOfRequest } from '../requests/curlOfRequest';
import type { Command } from './command';

/** Of a row: a command with its token. Else of the request at the cursor, with the token that belongs to it. */
export const copyAsCurl: Command = async (dependencies, target) => {
  const { clipboard } = dependencies;
  const editor = vscode.window.activeTextEditor;
  // The menu of an editor gives its file.
  const isOfEditor = target === undefined || target instanceof vscode.Uri;
  if (isOfEditor && editor !== undefined && isRequestDocument(editor.document)) {
    const { command, isSecret, open } = await curlOfRequest(dependencies, editor);
    await (isSecret ? clipboard.copySecret(command) : vscode.env.clipboard.writeText(command));
    confirm('Request', open);
    return;
  }
  const record = await readyToken(dependencies, target, 'Copy as cURL');
  const { profiles } = await dependencies.settings.read();
  const profile = profiles.find(({ name }) => name === record.profile);
  // An address that leads nowhere until somebody writes theirs.
  const url = profile?.apiBaseUrls?.[0] ?? 'https://…';
  const draft = { method: undefined, url, headers: [], body: undefined, bodyFile: undefined };
  await clipboard.copySecret(curlCommand(withToken(draft, placeToken(profile, record.tokenSet))));
  confirm(`Command with the token of “${record.profile}”`, []);
};

function confirm(what: string, open: readonly string[]): void {
  if (open.length === 0) {
    showDone(`${what} copied as a curl command for sh, bash or zsh`);
    return;
  }
  const [first = ''] = open;
  const more = open.length === 1 ? first : `${first} and ${open.length - 1} more`;
  void showWarning(
    `${what} copied as a curl command with placeholders whose values the file does not say: ${more}. Fill them in before you run it.`,
  );
}

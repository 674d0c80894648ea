import type * as vscode from 'vscode';
import { cancelled } from '../../core/errors';
import { showWarning } from '../messages';
import { trackingOf } from './gitTracked';

/**
 * Asks before a token is written into a file that the next commit takes along (L12).
 * @param hasPlaceholder whether a placeholder would do as well: its profile is there
 * @throws ValetKeyError `cancelled`
 */
export async function askAboutTracked(
  document: vscode.TextDocument,
  profile: string,
  hasPlaceholder: boolean,
): Promise<'placeholder' | 'token'> {
  const tracking = document.uri.scheme === 'file' ? await trackingOf(document.uri) : 'untracked';
  if (tracking === 'untracked') return 'token';
  const placeholder: vscode.MessageItem = { title: 'Insert Placeholder Instead' };
  const token: vscode.MessageItem = { title: 'Insert Token' };
  const file = tracking === 'tracked' ? 'a file that git tracks' : 'a file of a git repository';
  const message = `Write the access token of “${profile}” into ${file}?`;
  const detail =
    (tracking === 'tracked' ? '' : 'VS Code has not opened the repository. If git tracks the file: ') +
    'With the next commit everybody who can read the repository can use the token as you.' +
    (hasPlaceholder
      ? ' A placeholder is filled in when the request is sent, and leaves no token in the file.'
      : '');
  const answer = await showWarning(
    message,
    { modal: true, detail },
    ...(hasPlaceholder ? [placeholder] : []),
    token,
  );
  if (answer === undefined) throw cancelled();
  return answer === token ? 'token' : 'placeholder';
}

import * as vscode from 'vscode';
import type { Host } from '../core/signIn/waysBack';

/** Where this window is, as seen from the person's browser. */
export function editorHost(): Host {
  const { remoteName, uiKind, uriScheme } = vscode.env;
  const isInBrowser = uiKind === vscode.UIKind.Web;
  return {
    kind: isInBrowser ? 'web' : remoteName === undefined ? 'local' : 'remote',
    appUri: `${uriScheme}://valetkey.valet-key/callback`,
  };
}

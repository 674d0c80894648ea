import * as vscode from 'vscode';
import { ValetKeyError } from '../core/errors';
import type { Browser } from '../core/ports';

/**
 * The system browser (RFC 8252 §8.12). Only addresses without anything to encode pass through here unharmed:
 * `openExternal` writes a URI anew (law 9), which is why loopback flows open `/start/<nonce>`.
 */
export const systemBrowser: Browser = {
  open: async (url) => {
    let cause: unknown;
    try {
      if (await vscode.env.openExternal(vscode.Uri.parse(url, true))) return;
    } catch (error) {
      cause = error;
    }
    throw new ValetKeyError('browser_not_opened', 'The browser was not opened.', {
      cause,
      hint: 'Allow the editor to open the address when it asks, or check which program opens web addresses on this machine.',
      remedy: 'try_again',
    });
  },
  reach: async (loopbackUrl) => {
    if (vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop)
      return loopbackUrl;
    return (await vscode.env.asExternalUri(vscode.Uri.parse(loopbackUrl, true))).toString(true);
  },
};

/** Whether `open` brings the browser to this very address, although the editor writes it anew (law 9). */
export function arrivesUnharmed(url: string): boolean {
  return encodeURI(vscode.Uri.parse(url, true).toString(true)) === url;
}

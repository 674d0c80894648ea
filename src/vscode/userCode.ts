import * as vscode from 'vscode';
import { ValetKeyError } from '../core/errors';
import type { UserCode } from '../core/ports';
import { arrivesUnharmed } from './browser';
import { showInformation } from './messages';

const openBrowser = { title: 'Copy Code and Open Browser' };
const showQrCode = { title: 'Show QR Code' };
/** Not “Cancel”: the code may have been entered on a phone by now. What cancels is the progress notification. */
const close = { title: 'Close', isCloseAffordance: true };

/**
 * Shows a user code (RFC 8628 §3.3) in a dialog: what it is, and where to enter it. VS Code cannot take the dialog away
 * again; once the signal has ended the sign-in, its buttons do nothing.
 * @param open opens an address in the browser that the person wants
 */
export async function showUserCode(
  code: UserCode,
  signal: AbortSignal,
  open: (url: string) => Promise<void>,
): Promise<void> {
  let trouble = '';
  while (!signal.aborted) {
    const chosen = await showInformation(
      `Enter the code ${code.userCode} at ${new URL(code.verificationUri).host}`,
      { modal: true, detail: `${trouble}${explanation(code)}` },
      openBrowser,
      showQrCode,
      close,
    );
    if (signal.aborted || (chosen !== openBrowser && chosen !== showQrCode)) return;
    if (chosen === showQrCode) {
      const { showUserCodePage } = await import('./userCodePage');
      return await showUserCodePage(code, signal);
    }
    await vscode.env.clipboard.writeText(code.userCode);
    try {
      return await open(addressToOpen(code));
    } catch (error) {
      const reason = error instanceof ValetKeyError ? error.message : 'The browser was not opened.';
      trouble = `${reason} The code is on the clipboard.\n\n`;
    }
  }
}

function explanation({ profile, verificationUri }: UserCode): string {
  return (
    `To sign in for “${profile}”, open this address in any browser, here or on another device:\n${verificationUri}\n\n` +
    'Closing this dialog cancels nothing: the notification goes on waiting, and shows the code.'
  );
}

/** The address that holds the code already, when the editor opens it as it is. */
function addressToOpen({ verificationUri, verificationUriComplete: complete }: UserCode): string {
  return complete !== undefined && arrivesUnharmed(complete) ? complete : verificationUri;
}

import * as vscode from 'vscode';
import { cleanServerText } from '../../core/errors';
import { isOutOfBand } from '../../core/profiles/urls';
import { readPasted } from '../../core/signIn/pastedResponse';
import type { PendingSignIn, PendingSignIns } from '../../core/signIn/pendingSignIns';
import { showInput } from '../messages';
import { tokenOf } from '../waiting';

/**
 * Asks for the URL that the browser ended on, and says while it is typed what is wrong with it. Closing the box cancels
 * nothing: the sign-in goes on waiting, and the notification opens the box again. The box closes with the sign-in.
 */
export async function askForPastedUrl(signIn: PendingSignIn, pendingSignIns: PendingSignIns): Promise<void> {
  const { profile, redirectUri } = signIn.awaited;
  const read = (text: string) => readPasted(text, signIn, pendingSignIns.all.length === 1);
  const text = await showInput(
    {
      title: `Paste the URL for “${profile}”`,
      prompt: promptFor(cleanServerText(redirectUri)),
      placeHolder: isOutOfBand(redirectUri) ? 'The code' : `${redirectUri}…`,
      // The person leaves to fetch it.
      ignoreFocusOut: true,
      validateInput: (typed) => {
        const pasted = read(typed);
        if (pasted.kind === 'refused') return problem(pasted.why, 'Error');
        return pasted.kind === 'code_alone' ? problem(pasted.warning, 'Warning') : undefined;
      },
    },
    tokenOf(signIn.over),
  );
  const pasted = read(text ?? '');
  if (pasted.kind === 'answer') signIn.deliver(pasted.parameters);
  if (pasted.kind === 'code_alone') signIn.deliverCode(pasted.code);
}

function promptFor(redirectUri: string): string {
  if (isOutOfBand(redirectUri)) return 'Sign in with your browser, then copy the code that the server shows.';
  return `Sign in with your browser. Then copy the whole URL from its address bar, even if the page shows an error. It begins with ${redirectUri}`;
}

function problem(message: string, severity: 'Error' | 'Warning'): vscode.InputBoxValidationMessage {
  return { message, severity: vscode.InputBoxValidationSeverity[severity] };
}

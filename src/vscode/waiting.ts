import * as vscode from 'vscode';
import type { Waiting, WaitingSignIn } from '../core/ports';
import { commands } from './ids';

/** A signal as VS Code's own calls take it. */
export function tokenOf(signal: AbortSignal): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  if (signal.aborted) source.cancel();
  else signal.addEventListener('abort', () => source.cancel(), { once: true });
  return source.token;
}

/** Links within the message, which the editor makes of what Markdown would. */
function waysOut({ id, paste }: WaitingSignIn): string {
  const argument = encodeURIComponent(JSON.stringify([id]));
  const pasting = `command:${commands.pasteRedirectUrl}?${argument}`;
  const copying = `[Copy the Sign-In Link](command:${commands.copySignInLink}?${argument})`;
  if (paste === 'never') return copying;
  return `[Paste the URL${paste === 'first' ? '' : ' Instead'}](${pasting}) · ${copying}`;
}

/** Runs long work behind a notification that names its step and can be cancelled (law 14). */
export async function whileWaiting<T>(title: string, work: (waiting: Waiting) => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return await vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await work({
        signal: controller.signal,
        progress: {
          report: (step, signIn) =>
            progress.report({ message: signIn === undefined ? step : `${step} ${waysOut(signIn)}` }),
        },
      });
    } finally {
      subscription.dispose();
    }
  });
}

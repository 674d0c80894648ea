import * as vscode from 'vscode';
import { withoutLinks } from '../core/errors';
import type { Clock, Waiting, WaitingSignIn } from '../core/ports';
import { commands } from './ids';

/** A signal as VS Code's own calls take it. */
export function tokenOf(signal: AbortSignal): vscode.CancellationToken {
  const source = new vscode.CancellationTokenSource();
  if (signal.aborted) source.cancel();
  else signal.addEventListener('abort', () => source.cancel(), { once: true });
  return source.token;
}

/** Links within the message, which the editor makes of what Markdown would. There are no others: see `messages`. */
function waysOut({ id, paste }: WaitingSignIn): string {
  const argument = encodeURIComponent(JSON.stringify([id]));
  const pasting = `command:${commands.pasteRedirectUrl}?${argument}`;
  const copying = `[Copy the Sign-In Link](command:${commands.copySignInLink}?${argument})`;
  if (paste === 'never') return copying;
  return `[Paste the URL${paste === 'first' ? '' : ' Instead'}](${pasting}) · ${copying}`;
}

/** For what is done while nobody waits for it, and shows nothing. */
export function unattended(): Waiting {
  return { signal: new AbortController().signal, progress: { report: () => undefined } };
}

/** Runs long work behind a notification that names its step and can be cancelled (law 14). */
export async function whileWaiting<T>(title: string, work: (waiting: Waiting) => Promise<T>): Promise<T> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: withoutLinks(title),
    cancellable: true,
  };
  return await vscode.window.withProgress(options, async (progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => controller.abort());
    try {
      return await work({
        signal: controller.signal,
        progress: {
          report: (step, signIn) =>
            progress.report({
              message: [withoutLinks(step), ...(signIn ? [waysOut(signIn)] : [])].join(' '),
            }),
        },
      });
    } finally {
      subscription.dispose();
    }
  });
}

/** Milliseconds that nobody notices: what takes no longer shows nothing. */
const UNNOTICED = 300;

/** The same for what is mostly done at once, such as taking a token that is stored: shown only when it takes longer. */
export async function whileWaitingLong<T>(
  title: string,
  clock: Clock,
  outer: AbortSignal | undefined,
  work: (waiting: Waiting) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const signal = outer === undefined ? controller.signal : AbortSignal.any([outer, controller.signal]);
  type Step = Parameters<Waiting['progress']['report']>;
  let latest: Step | undefined;
  let report = (...step: Step): void => {
    latest = step;
  };
  const result = work({ signal, progress: { report: (...step) => report(...step) } });
  const ended = new AbortController();
  const settled = result.then(
    () => ended.abort(),
    () => ended.abort(),
  );
  void clock.delay(UNNOTICED, ended.signal).then(
    () =>
      whileWaiting(title, async (shown) => {
        shown.signal.addEventListener('abort', () => controller.abort(), { once: true });
        report = (...step) => shown.progress.report(...step);
        if (latest !== undefined) report(...latest);
        await settled;
      }),
    () => undefined, // It was over before.
  );
  return await result;
}

import * as vscode from 'vscode';
import { ValetKeyError, cancelled } from '../../core/errors';
import type { PendingSignIn, PendingSignIns } from '../../core/signIn/pendingSignIns';
import { plain } from '../plain';

/**
 * The sign-in with this id; without one the only one that waits, or the one that the person chooses.
 * @throws ValetKeyError `timed_out` when none waits any more, `cancelled`
 */
export async function choosePending(
  pendingSignIns: PendingSignIns,
  id: unknown,
  title: string,
  isFitting: (signIn: PendingSignIn) => boolean = () => true,
): Promise<PendingSignIn> {
  const fitting = pendingSignIns.all.filter(isFitting);
  const [first, ...others] = typeof id === 'string' ? fitting.filter((one) => one.id === id) : fitting;
  if (first === undefined && pendingSignIns.all.some((one) => typeof id !== 'string' || one.id === id)) {
    throw new ValetKeyError(
      'not_offered',
      'The answer of this sign-in comes as a form, which is in no address that could be pasted.',
      { hint: 'It goes on waiting: finish it in the browser.' },
    );
  }
  if (first === undefined) {
    throw new ValetKeyError('timed_out', 'That sign-in is no longer waiting.', {
      hint: 'It is over, or was cancelled. To sign in again, get a new access token.',
    });
  }
  if (others.length === 0) return first;
  const items = [first, ...others].map((signIn) => ({ label: plain(signIn.awaited.profile), signIn }));
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'Which sign-in?' });
  if (chosen === undefined) throw cancelled();
  return chosen.signIn;
}

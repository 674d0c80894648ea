import * as vscode from 'vscode';
import { isCancelled, toValetKeyError, type ValetKeyError } from '../core/errors';
import type { Logger } from '../core/ports';
import { commands } from './ids';
import { showError, showInformation } from './messages';
import { remedyButtons } from './remedyButtons';

/** A button beside an error message, and what it does. */
interface Action extends vscode.MessageItem {
  run(): Thenable<unknown>;
}

type Retry = (profile: string | undefined) => Thenable<unknown>;

/** The one place where errors meet a person: what failed, what the server said, and a button that mends it. */
export class ErrorReporter {
  constructor(private readonly logger: Logger) {}

  /**
   * Shows an error, once; a cancelled step shows nothing.
   * @param retry does again what failed, given the profile that it was about, if one is known
   */
  report(error: unknown, retry: Retry): void {
    if (isCancelled(error)) return;
    const failure = toValetKeyError(error);
    if (failure.code === 'internal') this.logger.error(`${failure.message} ${stackOf(failure)}`);
    void this.#show(failure, retry);
  }

  async #show(failure: ValetKeyError, retry: Retry): Promise<void> {
    const text = failure.hint === undefined ? failure.message : `${failure.message} ${failure.hint}`;
    const chosen = await showError(text, ...this.#actions(failure, retry));
    await chosen?.run();
  }

  #actions({ remedy, otherRemedy, profile }: ValetKeyError, retry: Retry): Action[] {
    const tryAgain: Action = { title: 'Try Again', run: () => retry(profile) };
    const mending = [remedy, otherRemedy].flatMap((chosen): Action[] => {
      if (chosen === 'try_again') return [tryAgain];
      return chosen === undefined || profile === undefined ? [] : [mend(chosen, profile, tryAgain)];
    });
    const showLog = { title: 'Show Log', run: () => vscode.commands.executeCommand(commands.showLog) };
    return [...mending, showLog];
  }
}

/** What a button does: its command and, where that changed the profile, the offer to go on. */
function mend(remedy: keyof typeof remedyButtons, profile: string, tryAgain: Action): Action {
  const { title, command, argument, then } = remedyButtons[remedy];
  const run = async () => {
    const changed = await vscode.commands.executeCommand(command, profile, argument);
    // Cancelled, or reported already.
    if (then === undefined || typeof changed !== 'string') return;
    const next = then === 'try_again' ? tryAgain : mend(then, profile, tryAgain);
    await (await showInformation(changed, next))?.run();
  };
  return { title, run };
}

/** Where an unexpected error came from: the frames alone, since its message may hold anything. */
function stackOf(failure: ValetKeyError): string {
  const { cause } = failure;
  if (!(cause instanceof Error)) return '';
  return (cause.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .join('\n');
}

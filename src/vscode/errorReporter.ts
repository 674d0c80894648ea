import * as vscode from 'vscode';
import { isCancelled, toValetKeyError, type Remedy, type ValetKeyError } from '../core/errors';
import type { Logger } from '../core/ports';
import { commands } from './ids';

/** A button beside an error message, and what it does. */
interface Action extends vscode.MessageItem {
  run(): Thenable<unknown>;
}

const remedies: Readonly<Record<Remedy, { readonly title: string; readonly command: string }>> = {
  edit_profile: { title: 'Edit Profile', command: commands.openProfile },
  set_client_secret: { title: 'Set Client Secret…', command: commands.setClientSecret },
  move_client_secret: { title: 'Move to Secret Storage', command: commands.moveClientSecret },
  try_again: { title: 'Try Again', command: commands.getNewAccessToken },
  get_new_token: { title: 'Get New Access Token', command: commands.getNewAccessToken },
};

/** The one place where errors meet a person: what failed, what the server said, and a button that mends it. */
export class ErrorReporter {
  constructor(private readonly logger: Logger) {}

  /** Shows an error, once; a cancelled step shows nothing. */
  report(error: unknown): void {
    if (isCancelled(error)) return;
    const failure = toValetKeyError(error);
    if (failure.code === 'internal') this.logger.error(`${failure.message} ${stackOf(failure)}`);
    void this.#show(failure);
  }

  async #show(failure: ValetKeyError): Promise<void> {
    const text = failure.hint === undefined ? failure.message : `${failure.message} ${failure.hint}`;
    const chosen = await vscode.window.showErrorMessage(text, ...this.#actions(failure));
    await chosen?.run();
  }

  #actions(failure: ValetKeyError): Action[] {
    const actions: Action[] = [];
    const profileName = failure.profile;
    if (failure.remedy !== undefined && profileName !== undefined) {
      const { title, command } = remedies[failure.remedy];
      actions.push({ title, run: () => vscode.commands.executeCommand(command, profileName) });
    }
    actions.push({ title: 'Show Log', run: () => vscode.commands.executeCommand(commands.showLog) });
    return actions;
  }
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

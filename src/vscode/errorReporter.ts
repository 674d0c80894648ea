import * as vscode from 'vscode';
import { isCancelled, toValetKeyError, type Remedy, type ValetKeyError } from '../core/errors';
import type { Logger } from '../core/ports';
import { commands } from './ids';

/** A button beside an error message, and what it does. */
interface Action extends vscode.MessageItem {
  run(): Thenable<unknown>;
}

interface Button {
  readonly title: string;
  readonly command: string;
  /** The command changes the profile and returns what it changed: then the same is worth another try. */
  readonly mends?: true;
}

const buttons: Readonly<Record<Exclude<Remedy, 'try_again'>, Button>> = {
  edit_profile: { title: 'Edit Profile', command: commands.openProfile },
  set_client_secret: { title: 'Set Client Secret…', command: commands.setClientSecret },
  set_client_key: { title: 'Set Client Key…', command: commands.setClientKey },
  move_client_secret: { title: 'Move to Secret Storage', command: commands.moveClientSecret },
  switch_client_authentication: {
    title: 'Switch Client Authentication',
    command: commands.switchClientAuthentication,
    mends: true,
  },
  add_offline_access: { title: 'Add offline_access', command: commands.addOfflineAccess, mends: true },
  turn_pkce_off: { title: 'Turn PKCE Off…', command: commands.turnPkceOff, mends: true },
  copy_redirect_uri: { title: 'Copy Redirect URI', command: commands.copyRedirectUri },
  get_new_token: { title: 'Get New Access Token', command: commands.getNewAccessToken },
};

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
    const chosen = await vscode.window.showErrorMessage(text, ...this.#actions(failure, retry));
    await chosen?.run();
  }

  #actions({ remedy, otherRemedy, profile }: ValetKeyError, retry: Retry): Action[] {
    const tryAgain: Action = { title: 'Try Again', run: () => retry(profile) };
    const mending = [remedy, otherRemedy].flatMap((chosen): Action[] => {
      if (chosen === 'try_again') return [tryAgain];
      if (chosen === undefined || profile === undefined) return [];
      const button = buttons[chosen];
      return [{ title: button.title, run: () => press(button, profile, tryAgain) }];
    });
    const showLog = { title: 'Show Log', run: () => vscode.commands.executeCommand(commands.showLog) };
    return [...mending, showLog];
  }
}

async function press({ command, mends }: Button, profile: string, tryAgain: Action): Promise<void> {
  const changed = await vscode.commands.executeCommand(command, profile);
  // Cancelled, or reported already.
  if (mends !== true || typeof changed !== 'string') return;
  await (await vscode.window.showInformationMessage(changed, tryAgain))?.run();
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

import * as vscode from 'vscode';
import { ForgetfulClipboard } from '../core/forgetfulClipboard';
import type { Clock, Logger } from '../core/ports';
import { settings } from './ids';

/** The clipboard for tokens: cleared as `valetKey.clipboard.clearAfter` says. */
export function tokenClipboard(clock: Clock, logger: Logger): ForgetfulClipboard {
  return new ForgetfulClipboard({
    clipboard: vscode.env.clipboard,
    clock,
    logger,
    clearAfter: () => vscode.workspace.getConfiguration().get<number>(settings.clipboardClearAfter, 60),
  });
}

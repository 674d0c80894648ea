import * as vscode from 'vscode';
import type { Profile } from '../core/profiles/profile';
import { describeExpiry } from '../core/tokens/expiry';
import type { TokenRecord } from '../core/tokens/tokenRecord';
import type { Services } from './commands/command';
import { isAtRequest } from './editor/requestDocuments';
import { commands, views } from './ids';
import { showInformation, showWarning } from './messages';

/** Says that a new token is ready, and offers what one does next. */
export async function announceReady(
  profile: Profile,
  record: TokenRecord,
  { clock, store, requestDocuments }: Pick<Services, 'clock' | 'store' | 'requestDocuments'>,
): Promise<void> {
  const left = describeExpiry(record.tokenSet.expiresAt, clock.now());
  const insert = isAtRequest(requestDocuments) ? ['Insert Header'] : [];
  const message = `Access token for “${record.profile}” is ready (${left}).`;
  // This token, and not another account's of the same profile.
  const row = async () => {
    const token = (await store.list()).tokens.find(({ id }) => id === record.id);
    return token && { kind: 'token', token, profile };
  };
  switch (await showInformation(message, 'Copy Header', ...insert, 'Show')) {
    case 'Copy Header':
      return await vscode.commands.executeCommand(commands.copyBearerHeader, await row());
    case 'Insert Header':
      return await vscode.commands.executeCommand(commands.insertBearerHeader, await row());
    case 'Show':
      return await vscode.commands.executeCommand(`${views.tokens}.focus`);
    case undefined:
      return;
  }
}

/** Says that a token is ready and not kept, and offers to try again (H2). */
export async function warnUnsaved(record: TokenRecord): Promise<void> {
  const message = `Access token for “${record.profile}” is ready, but the secret storage refused to keep it: it ends with this window.`;
  if ((await showWarning(message, 'Save Again')) !== undefined) {
    await vscode.commands.executeCommand(commands.saveTokenAgain, record.id);
  }
}

import * as vscode from 'vscode';
import { describeExpiry } from '../../core/tokens/expiry';
import { describeToken } from '../../core/tokens/tokenNames';
import { ValetKeyError } from '../../core/errors';
import { showDone } from '../messages';
import { rowsIn } from '../pickers';
import type { Command } from './command';

/** Copies what tokens are, for a ticket or a chat: nothing that anyone could use. */
export const copyTokenSummary: Command = async ({ clock }, target, selection) => {
  const tokens = rowsIn(target, selection).flatMap((row) => (row.kind === 'token' ? [row.token] : []));
  if (tokens.length === 0) {
    throw new ValetKeyError('internal', 'This command works on tokens of the view “Access Tokens”.');
  }
  const lines = tokens.map((token) =>
    [
      token.profile,
      describeToken(token),
      describeExpiry(token.expiresAt, clock.now()),
      `scope: ${token.scope ?? 'not stated'}`,
    ].join('\t'),
  );
  await vscode.env.clipboard.writeText(lines.join('\n'));
  const what = tokens.length === 1 ? 'Summary of the token' : `Summary of ${tokens.length} tokens`;
  showDone(`${what} copied, without secrets`);
};

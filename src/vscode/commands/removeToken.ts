import { describeToken, nameOfToken } from '../../core/tokens/tokenNames';
import { showWarning } from '../messages';
import { rowsIn } from '../pickers';
import { listNames, removeEach } from '../tokenRemoval';
import type { TokenNode, UnreadableNode } from '../views/nodes';
import type { Command } from './command';

type Row = TokenNode | UnreadableNode;

/** Removes a row, or all that are selected, after one question. */
export const removeToken: Command = async ({ store }, target, selection) => {
  const rows = rowsIn(target, selection);
  if (rows.length === 0) return;
  const them = rows.length === 1 ? 'It is' : 'They are';
  const detail = [
    rows.length > 1 && `${listNames(rows.map(nameOfRow))}\n`,
    `${them} removed from the secret storage. The server is not told: there a token stays valid until it expires.`,
  ]
    .filter(Boolean)
    .join('\n');
  const chosen = await showWarning(questionAbout(rows), { modal: true, detail }, 'Remove');
  if (chosen === undefined) return;
  await removeEach(
    store,
    rows.map((row) => (row.kind === 'token' ? row.token.id : row.id)),
  );
};

function questionAbout(rows: readonly Row[]): string {
  const [first] = rows;
  if (rows.length > 1 || first === undefined) return `Remove these ${rows.length} tokens?`;
  return first.kind === 'token'
    ? `Remove the access token “${nameOfToken(first.token)}”?`
    : 'Remove the unreadable token?';
}

function nameOfRow(row: Row): string {
  if (row.kind === 'unreadable') return `an unreadable token: ${row.reason}`;
  return `${describeToken(row.token)} of “${row.profile?.name ?? row.token.profile}”`;
}

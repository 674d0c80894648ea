import { ValetKeyError } from '../../core/errors';
import { rowsIn } from '../pickers';
import type { Command } from './command';

/** Compares the two tokens that are selected, or two that are chosen. */
export const compareTokens: Command = async ({ pickers, tokenDocuments }, target, selection) => {
  const rows = rowsIn(target, selection).flatMap((row) => (row.kind === 'token' ? [row.token] : []));
  if (Array.isArray(selection) && rows.length !== 2) {
    throw new ValetKeyError('input_invalid', 'Two tokens can be compared, no more and no fewer.', {
      hint: 'Select two rows of the view “Access Tokens”.',
    });
  }
  const first = rows[0] ?? (await pickers.keptToken(undefined, 'Compare Tokens: The First'));
  const second = rows[1] ?? (await pickers.keptToken(undefined, 'Compare Tokens: The Second', first.id));
  await (await tokenDocuments()).compare(first, second);
};

export const compareTokenWith: Command = compareTokens;

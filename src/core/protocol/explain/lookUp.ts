import type { ServerWords } from '../../errors';
import { isHostOf } from '../rules/rule';
import { adviceOf, type Advice, type ErrorContext, type ErrorRow } from './advice';
import { organisationErrors } from './organisationErrors';
import { providerErrors } from './providerErrors';
import { requestErrors } from './requestErrors';
import { selfHostedErrors } from './selfHostedErrors';
import { signInErrors } from './signInErrors';

/**
 * The whole table; the first row that fits is taken, so what a provider means by an error comes before what
 * the standard says of it.
 */
export const errorTable: readonly ErrorRow[] = [
  ...organisationErrors,
  ...providerErrors,
  ...selfHostedErrors,
  ...signInErrors,
  ...requestErrors,
];

/** The likely cause of an error and what to do about it; without a row that fits, nothing but another try. */
export function lookUp(words: ServerWords, context: ErrorContext): Advice {
  const row = errorTable.find((candidate) => fits(candidate, words, context));
  return row === undefined ? { remedy: 'try_again' } : adviceOf(row, context);
}

function fits(
  row: ErrorRow,
  { error = '', errorDescription = '' }: ServerWords,
  context: ErrorContext,
): boolean {
  return (
    (row.errors === undefined || row.errors.includes(error)) &&
    (row.words === undefined || row.words.test(errorDescription)) &&
    (row.domains === undefined || row.domains.some((domain) => isHostOf(context.host, domain))) &&
    (row.from === undefined || row.from.includes(context.from)) &&
    (row.when === undefined || row.when(context))
  );
}

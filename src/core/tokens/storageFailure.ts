import { ValetKeyError, cleanServerText } from '../errors';

/** The error for a call to the secret storage that was refused, whatever it threw. */
export function storageFailure(cause: unknown): ValetKeyError {
  if (cause instanceof ValetKeyError) return cause;
  return new ValetKeyError('storage_failed', `The secret storage of the editor failed: ${reasonOf(cause)}`, {
    cause,
    hint: 'Is the keyring of your system unlocked? If it stays broken, run “Valet Key: Reset Stored Tokens and Secrets…”.',
    remedy: 'try_again',
  });
}

/** What the storage said. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? cleanServerText(error.message) : 'no reason given.';
}

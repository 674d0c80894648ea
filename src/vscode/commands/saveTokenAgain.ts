import { ValetKeyError } from '../../core/errors';
import { showDone } from '../messages';
import { tokenIdIn } from '../pickers';
import type { Command } from './command';

export const saveTokenAgain: Command = async ({ store }, target) => {
  const record = await store.get(tokenIdIn(target));
  if (record === undefined) return;
  if (await store.put(record)) {
    showDone('Access token saved');
    return;
  }
  throw new ValetKeyError('storage_failed', 'The secret storage refused to keep the token again.', {
    hint: 'Is the keyring of your system unlocked? The token stays usable until this window closes.',
  });
};

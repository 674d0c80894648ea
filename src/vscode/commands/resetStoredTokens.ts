import { showDone, showWarning } from '../messages';
import type { Command } from './command';

export const resetStoredTokens: Command = async ({ store, service, credentials, approvals, logger }) => {
  const message = 'Remove all access tokens, client secrets and keys that Valet Key keeps?';
  const detail =
    'Profiles stay; those that this workspace shares have to be approved again. The servers are not told: tokens stay valid there until they expire.';
  if ((await showWarning(message, { modal: true, detail }, 'Remove All')) === undefined) return;
  // What is under way must not store anything afterwards.
  service.cancelAll();
  credentials.clear();
  await store.reset();
  await approvals.forget();
  logger.info('All stored tokens, client secrets and keys were removed.');
  showDone('Stored tokens and secrets removed');
};

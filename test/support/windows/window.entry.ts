// A process that plays one window of the editor: the product, over a secret store and locks that others share.
import { toValetKeyError } from '../../../src/core/errors';
import type { Locks } from '../../../src/core/ports';
import { CallbackLinks } from '../../../src/vscode/callbacks/links';
import { systemClock } from '../../../src/vscode/clock';
import { createHarness } from '../harness';
import { FileSecretStore } from './fileSecretStore';
import type { Changed, Open, Want, WindowMessage, WindowTask } from './messages';

const task = JSON.parse(process.argv[2] ?? '') as WindowTask;
const say = (message: WindowMessage) => process.send?.(message);

const stopping = (locks: Locks): Locks => ({
  hold: async (key, signal) => {
    const lock = await locks.hold(key, signal);
    const writeIntent = async (intent: string) => {
      await lock.writeIntent(intent);
      say({ kind: 'sending' });
      await new Promise(() => undefined);
    };
    return { ...lock, writeIntent };
  },
});

const { flushMs, profile } = task;
const secrets = new FileSecretStore(task.secretsFolder, {
  ...(flushMs !== undefined && { flushMs }),
  onStored: () => say({ kind: 'stored' }),
});
const harness = createHarness({
  keyring: secrets,
  storageFolder: task.storageFolder,
  ...(task.stopsBeforeSending === true && { watchLocks: stopping }),
});

const { pendingSignIns, logger } = harness;
const links = new CallbackLinks({ pendingSignIns, secrets, clock: systemClock, logger }, false);

process.on('message', (message: Want | Open | Changed) => {
  if ('secret' in message) secrets.changedElsewhere(message.secret);
  else if ('link' in message) void links.open(message.link);
  else want(message);
});

function want({ at }: Want): void {
  // Timers are too coarse for windows that are to do it in the same instant.
  setTimeout(
    () => {
      while (Date.now() < at);
      harness.getAccessToken(profile).then(
        ({ record }) => say({ kind: 'token', accessToken: record.tokenSet.accessToken }),
        (error: unknown) => {
          const { code, message, remedy } = toValetKeyError(error);
          say({ kind: 'failure', code, message, ...(remedy !== undefined && { remedy }) });
        },
      );
    },
    at - Date.now() - 5,
  );
}
say({ kind: 'ready' });

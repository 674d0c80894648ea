// A process that plays one window of the editor: the product, over a secret store and locks that others share.
import { toValetKeyError } from '../../../src/core/errors';
import type { Locks } from '../../../src/core/ports';
import { createHarness } from '../harness';
import { FileSecretStore } from './fileSecretStore';
import type { Want, WindowMessage, WindowTask } from './messages';

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
const harness = createHarness({
  keyring: new FileSecretStore(task.secretsFolder, {
    ...(flushMs !== undefined && { flushMs }),
    onStored: () => say({ kind: 'stored' }),
  }),
  storageFolder: task.storageFolder,
  ...(task.stopsBeforeSending === true && { watchLocks: stopping }),
});

process.on('message', ({ at }: Want) => {
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
});
say({ kind: 'ready' });

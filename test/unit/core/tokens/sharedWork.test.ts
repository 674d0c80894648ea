import assert from 'node:assert/strict';
import { orAborted } from '../../../../src/core/tokens/sharedWork';

describe('waiting for what somebody else does', () => {
  it('who has given up before does not hear how it ends, nor does anybody', async () => {
    const unheard: unknown[] = [];
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (reason) => unheard.push(reason));
    try {
      const failing = new Promise<never>((_resolve, reject) => setImmediate(() => reject(new Error('late'))));
      await assert.rejects(orAborted(failing, AbortSignal.abort()), /Cancelled/);
      await new Promise((resolve) => setTimeout(resolve, 10));
      assert.deepEqual(unheard, []);
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const listener of listeners) process.on('unhandledRejection', listener);
    }
  });
});

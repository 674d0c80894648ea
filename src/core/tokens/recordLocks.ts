import type { Clock, HeldLock, Locks } from '../ports';

/** For so long a store may keep from other windows what it has taken. */
const FLUSH_MILLISECONDS = 150;

/** The lock of one record. */
export interface RecordLock extends HeldLock {
  /** Something was stored under it: it is released when other windows can see that. */
  stored(): void;
}

/** One lock a token record, held by whoever is about to change it. */
export class RecordLocks {
  constructor(
    private readonly locks: () => Promise<Locks>,
    private readonly clock: Clock,
  ) {}

  /** @throws ValetKeyError `held_elsewhere`, `cancelled` */
  async hold(id: string, signal: AbortSignal): Promise<RecordLock> {
    const lock = await (await this.locks()).hold(id, signal);
    let isStored = false;
    return {
      ...lock,
      stored: () => (isStored = true),
      release: async () => {
        if (!isStored) return await lock.release();
        // Nobody waits for that; and till then the intent stays, for were this process to die now, what was stored
        // could be lost.
        void this.#flushed(lock)
          .then(() => lock.clearIntent())
          .then(() => lock.release());
      },
    };
  }

  /** Changes a record that nobody else changes meanwhile. @throws what `hold` and `change` throw */
  async holding<T>(id: string, signal: AbortSignal, change: () => Promise<T>): Promise<T> {
    const lock = await this.hold(id, signal);
    try {
      const result = await change();
      lock.stored();
      return result;
    } finally {
      await lock.release();
    }
  }

  async #flushed({ acrossWindows }: HeldLock): Promise<void> {
    if (acrossWindows) await this.clock.delay(FLUSH_MILLISECONDS, new AbortController().signal);
  }
}

import type { Clock, HeldLock, Locks } from '../ports';

/** For so long a store may keep from other windows what it has taken. */
const FLUSH_MILLISECONDS = 150;

/** One lock a token record, held by whoever is about to change it. */
export class RecordLocks {
  constructor(
    private readonly locks: () => Promise<Locks>,
    private readonly clock: Clock,
  ) {}

  /** @throws ValetKeyError `held_elsewhere`, `cancelled` */
  async hold(id: string, signal: AbortSignal): Promise<HeldLock> {
    return await (await this.locks()).hold(id, signal);
  }

  /** Changes a record that nobody else changes meanwhile. @throws what `hold` and `change` throw */
  async holding<T>(id: string, signal: AbortSignal, change: () => Promise<T>): Promise<T> {
    const lock = await this.hold(id, signal);
    try {
      const result = await change();
      this.releaseStored(lock);
      return result;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /**
   * Releases a lock under which something was stored, as soon as other windows can see it; nobody waits for that. Till
   * then the intent stays: were this process to die now, what was stored could be lost.
   */
  releaseStored(lock: HeldLock): void {
    const flushed = lock.acrossWindows
      ? this.clock.delay(FLUSH_MILLISECONDS, new AbortController().signal)
      : Promise.resolve();
    void flushed.then(() => lock.clearIntent()).then(() => lock.release());
  }
}

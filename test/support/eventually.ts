import { setTimeout as delay } from 'node:timers/promises';

const patienceMs = 60_000;

/**
 * Waits until something is so that nobody announces, such as what a file holds.
 * @returns the first result that is neither `undefined` nor `false`
 * @throws Error that names what did not come
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} s in vain for ${what}.`);
    await delay(50);
  }
}

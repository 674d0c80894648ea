import { randomBytes } from 'node:crypto';
import { registerSecret } from '../secrets';

/** What became of a value: as good as new, gone by being used, or ended by time or by its owner. */
export type Redeemed<T> =
  { readonly state: 'good'; readonly meaning: T } | { readonly state: 'unknown' | 'used' | 'ended' };

/** Codes, tokens and the like that a server gave out, and what each stands for. Every one is a registered secret. */
export class GrantBook<T> {
  readonly #entries = new Map<string, { readonly meaning: T; state: 'good' | 'used' | 'ended' }>();

  /** Remembers `value` and returns it. */
  issue(value: string, meaning: T): string {
    registerSecret(value);
    this.#entries.set(value, { meaning, state: 'good' });
    return value;
  }

  lookUp(value: string | null): Redeemed<T> {
    const entry = this.#entries.get(value ?? '');
    if (entry === undefined) return { state: 'unknown' };
    return entry.state === 'good' ? { state: 'good', meaning: entry.meaning } : { state: entry.state };
  }

  /** Looks up, and uses up: the second time it is `used`. */
  redeem(value: string | null): Redeemed<T> {
    const found = this.lookUp(value);
    const entry = this.#entries.get(value ?? '');
    if (entry?.state === 'good') entry.state = 'used';
    return found;
  }

  /** Ends every value that is still good, as time or an administrator does. */
  endAll(): void {
    for (const entry of this.#entries.values()) if (entry.state === 'good') entry.state = 'ended';
  }
}

/** Random text in the base64url alphabet. */
export function randomText(octets: number): string {
  return randomBytes(octets).toString('base64url');
}

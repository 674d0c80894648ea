import type { KeyObject } from 'node:crypto';

/** What a key file held. */
export interface FoundKey {
  readonly key: KeyObject;
  readonly keyId?: string | undefined;
  readonly algorithm?: string | undefined;
  /** PEM, in any order. */
  readonly certificates: readonly string[];
}

import type { Logger, SecretStore } from '../ports';
import { CANARY_ROOT } from './secretKeys';

/** A file of the storage folder that says what the secret storage must hold. */
export interface CanaryFile {
  /** `undefined`: there is none. */
  read(): Promise<string | undefined>;
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}

export interface StorageCanaryDependencies {
  readonly secrets: SecretStore;
  readonly file: CanaryFile;
  /** Names the storage folder, as in `TokenStore`. */
  readonly hostId: () => Promise<string>;
  readonly logger: Logger;
  /** Tells the person. */
  readonly onLost: () => void;
}

/** Said of a loss already; a storage that keeps nothing would otherwise be reported with each start. */
const TOLD = 'told ';

/**
 * Tells “lost” from “never stored” (H3, H4): with the first token a random secret is stored, and its hash in a file. A
 * file without its secret means that the secret storage has lost what it held. Never throws.
 */
export class StorageCanary {
  #checked: Promise<void> | undefined;
  #planted: Promise<void> | undefined;

  constructor(private readonly dependencies: StorageCanaryDependencies) {}

  /** Looks whether everything is there; once in a window. */
  async check(): Promise<void> {
    await (this.#checked ??= this.#check().catch(() => {
      // Locked, say: it may answer next time.
      this.#checked = undefined;
    }));
  }

  /** Called when a token was stored. */
  async plant(): Promise<void> {
    // A loss must be seen before its trace is gone.
    await this.check();
    await (this.#planted ??= this.#plant().catch(() => {
      this.#planted = undefined;
    }));
  }

  /** Everything was removed because a person wanted it so. */
  async forget(): Promise<void> {
    const { file, secrets } = this.dependencies;
    this.#planted = undefined;
    try {
      // In this order: a file without its secret would tell of a loss.
      await file.remove();
      await secrets.delete(await this.#key());
    } catch {
      // Then both stay, or a secret that says nothing.
    }
  }

  async #check(): Promise<void> {
    const { file, logger, onLost } = this.dependencies;
    const known = await file.read();
    if (known === undefined) return;
    const secret = await this.#secret();
    const hash = known.replace(TOLD, '');
    if (secret !== undefined) {
      // It has outlived a window: should it be lost one day, that is news.
      if (known !== hash) await file.write(hash);
      return;
    }
    logger.warn(
      'The secret storage of the editor has lost what Valet Key stored: tokens, client secrets and keys. Was the keyring of the system changed or reset, or does the editor keep secrets in memory only?',
    );
    if (known !== hash) return;
    await file.write(TOLD + hash);
    onLost();
  }

  async #plant(): Promise<void> {
    const { secrets, file } = this.dependencies;
    const kept = await this.#secret();
    const secret = kept ?? crypto.randomUUID();
    if (kept === undefined) await secrets.store(await this.#key(), secret);
    const known = await file.read();
    const hash = await sha256(secret);
    if (known?.replace(TOLD, '') !== hash) await file.write(known?.startsWith(TOLD) ? TOLD + hash : hash);
  }

  async #secret(): Promise<string | undefined> {
    return await this.dependencies.secrets.get(await this.#key());
  }

  async #key(): Promise<string> {
    return `${CANARY_ROOT}${await this.dependencies.hostId()}`;
  }
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

import type { Logger, SecretStore } from '../ports';
import type { Redactor } from '../redactor';
import { storageFailure } from './storageFailure';

/** What a client keeps secret: its secret, its private key, or what opens the key file that its profile names. */
export type ClientSecretKind = 'clientSecret' | 'clientKey' | 'clientKeyPassphrase';

const words: Readonly<Record<ClientSecretKind, string>> = {
  clientSecret: 'client secret',
  clientKey: 'private key',
  clientKeyPassphrase: 'passphrase',
};

/**
 * Client secrets of one kind, each under the fingerprint of the endpoints and client that it is for: a changed endpoint finds no
 * secret (law 2, decision 4).
 */
export class ClientSecrets {
  /** Typed in this window and not yet accepted by a server. */
  readonly #unconfirmed = new Map<string, string>();
  /** Typed in this window and refused by a server. */
  readonly #refused = new Map<string, string>();

  constructor(
    private readonly secrets: SecretStore,
    private readonly redactor: Redactor,
    private readonly logger: Logger,
    private readonly kind: ClientSecretKind = 'clientSecret',
  ) {}

  /** The secret for these endpoints; `undefined`: ask for it. A failing storage counts as none. */
  async get(fingerprint: string): Promise<string | undefined> {
    const typed = this.#unconfirmed.get(fingerprint);
    if (typed !== undefined) return typed;
    try {
      const secret = await this.secrets.get(this.#key(fingerprint));
      this.redactor.protect(secret);
      return secret;
    } catch {
      this.logger.warn(`The secret storage could not be read for a ${words[this.kind]}.`);
      return undefined;
    }
  }

  /** Remembers a typed secret until a server has accepted or refused it. */
  remember(fingerprint: string, secret: string): void {
    this.redactor.protect(secret);
    this.#refused.delete(fingerprint);
    this.#unconfirmed.set(fingerprint, secret);
  }

  /** The server accepted it: a typed secret is now kept. A failing storage leaves it in memory. */
  async confirm(fingerprint: string): Promise<void> {
    const typed = this.#unconfirmed.get(fingerprint);
    if (typed === undefined) return;
    try {
      await this.store(fingerprint, typed);
    } catch {
      this.logger.warn(`The secret storage refused to keep a ${words[this.kind]}; it stays in memory.`);
    }
  }

  /** The server refused it: a typed secret is forgotten, so that the next try asks again. */
  reject(fingerprint: string): void {
    const typed = this.#unconfirmed.get(fingerprint);
    if (typed !== undefined) this.#refused.set(fingerprint, typed);
    this.#unconfirmed.delete(fingerprint);
  }

  /** It may have been refused only for the way in which it was sent: the next try uses it again. */
  reconsider(fingerprint: string): void {
    const refused = this.#refused.get(fingerprint);
    if (refused !== undefined) this.#unconfirmed.set(fingerprint, refused);
  }

  /** Keeps a secret. @throws ValetKeyError `storage_failed`; it is in this window's memory then */
  async store(fingerprint: string, secret: string): Promise<void> {
    this.remember(fingerprint, secret);
    try {
      await this.secrets.store(this.#key(fingerprint), secret);
    } catch (error) {
      throw storageFailure(error);
    }
    this.#unconfirmed.delete(fingerprint);
    this.#refused.delete(fingerprint);
  }

  /** Forgets what was typed in this window. What is stored goes with `TokenStore.reset`. */
  clear(): void {
    this.#unconfirmed.clear();
    this.#refused.clear();
  }

  #key(fingerprint: string): string {
    return `valetKey.${this.kind}.${fingerprint}`;
  }
}

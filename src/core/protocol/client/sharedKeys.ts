import type { ClientKey, Logger } from '../../ports';

/** Notices a key that signs for more than one server (M10): each of them learns no more than it must when keys differ. */
export class SharedKeys {
  /** By thumbprint: for whom a key signed. */
  readonly #audiences = new Map<string, Set<string>>();

  constructor(private readonly logger: Logger) {}

  /** A profile is about to sign an assertion for this server. Warns once a server. */
  note(profile: string, { thumbprint }: ClientKey, audience: string): void {
    const known = this.#audiences.get(thumbprint) ?? new Set();
    this.#audiences.set(thumbprint, known);
    if (known.has(audience)) return;
    const [other] = known;
    known.add(audience);
    if (other !== undefined) {
      this.logger.warn(
        `“${profile}”: its private key signs for ${audience} and for ${other}. Use a key of its own for each server: one that is stolen, or tricked out of a server, then opens no other.`,
      );
    }
  }
}

import type { TokenRecord } from './tokenRecord';
import type { TokenStore, TokenSummary } from './tokenStore';

type Store = Pick<TokenStore, 'list' | 'get' | 'onDidChange'>;

/**
 * Finds which kept token a text is, such as one that stands in a file. Of the tokens only SHA-256 digests are kept in
 * memory, and each record is read once until it changes.
 */
export class TokenOwners {
  readonly #digests = new Map<string, Promise<string | undefined>>();
  readonly #subscription;

  constructor(private readonly store: Store) {
    this.#subscription = store.onDidChange((id) => {
      if (id === '') this.#digests.clear();
      else this.#digests.delete(id);
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#digests.clear();
  }

  /** The token of which this is the access token; `undefined`: none that is kept. Never rejects. */
  async ownerOf(accessToken: string): Promise<TokenSummary | undefined> {
    const [digest, { tokens }] = await Promise.all([digestOf(accessToken), this.store.list()]);
    const digests = await Promise.all(tokens.map(({ id }) => this.#digest(id)));
    return tokens[digests.indexOf(digest)];
  }

  #digest(id: string): Promise<string | undefined> {
    const known = this.#digests.get(id);
    if (known !== undefined) return known;
    const reading = this.store
      .get(id)
      .catch(() => undefined)
      .then((record: TokenRecord | undefined) => record && digestOf(record.tokenSet.accessToken));
    this.#digests.set(id, reading);
    return reading;
  }
}

async function digestOf(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

import type { Disposable } from '../ports';
import type { TokenRecord } from './tokenRecord';
import type { TokenStore, TokenSummary } from './tokenStore';

type Store = Pick<TokenStore, 'list' | 'get' | 'onDidChange'>;

/**
 * Finds which kept token a text is, such as one that stands in a file. Of the tokens only SHA-256 digests are kept in
 * memory, and each record is read once until it changes.
 */
export class TokenOwners implements Disposable {
  readonly #digests = new Map<string, Promise<string | undefined>>();
  readonly #subscription: Disposable;
  /** By digest; made anew after a change. */
  #index: Promise<ReadonlyMap<string | undefined, TokenSummary>> | undefined;

  constructor(private readonly store: Store) {
    this.#subscription = store.onDidChange((id) => {
      this.#index = undefined;
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
    const [digest, index] = await Promise.all([digestOf(accessToken), (this.#index ??= this.#readIndex())]);
    return index.get(digest);
  }

  async #readIndex(): Promise<ReadonlyMap<string | undefined, TokenSummary>> {
    const { tokens, failure } = await this.store.list();
    // It may give them next time.
    if (failure !== undefined) this.#index = undefined;
    return new Map(
      await Promise.all(tokens.map(async (token) => [await this.#digest(token.id), token] as const)),
    );
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

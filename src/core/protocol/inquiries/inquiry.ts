import type { Account, TokenSet } from '../../tokens/tokenRecord';
import type { ConnectRequest } from '../client/connectedClient';

/** A question about a token, or a wish: whose it is, who asks, and the token itself. */
export interface Inquiry extends ConnectRequest {
  readonly tokenSet: TokenSet;
  /** From its ID token. */
  readonly account: Account | undefined;
}

/** What a server said, member by member: text and data of foreign origin. */
export type ServerAnswer = Readonly<Record<string, unknown>>;

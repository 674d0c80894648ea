import type { Progress } from '../ports';
import type { Profile, TokenSource } from '../profiles/profile';
import type { ClientCredentials } from '../protocol/client/clientAuthentication';
import type { Granted } from '../protocol/token/tokenEndpoint';
import type { SignInChoices } from '../signIn/signInChoices';
import type { Account, TokenSet } from '../tokens/tokenRecord';

/** One request for a token. */
export interface GrantRequest {
  readonly profile: Profile;
  readonly credentials: ClientCredentials;
  /** The part of the default redirect URI that is the profile's own (see `callbackId`). */
  readonly callbackId: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly choices: SignInChoices;
  /** Nobody is there to be asked: a token is renewed by itself. */
  readonly unattended: boolean;
  /** Whose token is renewed, if one is and that is known. */
  readonly account: Account | undefined;
  /**
   * A token of another profile that can be used now: as stored, renewed, or got anew (RFC 8693 builds on one).
   * @throws ValetKeyError what getting it throws
   */
  tokenOf(profile: string): Promise<TokenSet>;
}

/** One grant type, or another source of tokens. */
export interface Grant {
  /**
   * Gets a token and hands it to `keep` while whoever waits (a browser, say) still waits: success is said only after
   * the token is stored.
   * @returns what `keep` returned
   * @throws ValetKeyError
   */
  run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T>;
}

export type Grants = Readonly<Record<TokenSource, Grant>>;

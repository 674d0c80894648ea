import type { Profile } from '../../profiles/profile';
import type { ProfilesAround } from '../../profiles/readProfiles';
import type { TokenRecord } from '../../tokens/tokenRecord';
import type { DpopProofRequest } from '../../protocol/client/dpop';

/** What the hook asks of the rest of the house. */
export interface TokensForHttpYac {
  /** All profiles, with mistakes or without. */
  readonly profiles: () => Promise<ProfilesAround>;
  /** @throws ValetKeyError that says what is wrong with it */
  readonly profile: (name: string) => Promise<Profile>;
  /**
   * A token to send to `url`, after asking a person whatever has to be asked.
   * @throws ValetKeyError `cancelled` among others
   */
  readonly token: (profile: Profile, url: string, signal: AbortSignal) => Promise<TokenRecord>;
  readonly proof: (request: DpopProofRequest) => Promise<string>;
  /** Tells a person, once; a cancelled step is not told. */
  readonly report: (error: unknown) => void;
}

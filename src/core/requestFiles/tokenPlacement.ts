import type { Profile } from '../profiles/profile';
import type { TokenSet } from '../tokens/tokenRecord';

/** Where a token goes in a request. */
export type TokenPlacement =
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  /** Into the URL's query, only where the profile says so (L16). Not encoded yet. */
  | { readonly kind: 'query'; readonly name: string; readonly value: string };

type Placing = Pick<Profile, 'tokenHeader' | 'tokenPrefix' | 'tokenQueryParameter'>;

/**
 * Where a profile's token goes, and as what (RFC 6750 §2.1, §2.3; RFC 9449 §7.1).
 * @param profile `undefined` for a token whose profile is gone: the standard way
 */
export function placeToken(
  profile: Placing | undefined,
  { tokenType, accessToken }: Pick<TokenSet, 'tokenType' | 'accessToken'>,
): TokenPlacement {
  const query = profile?.tokenQueryParameter;
  if (query !== undefined) return { kind: 'query', name: query, value: accessToken };
  const prefix = prefixOf(profile, tokenType);
  return {
    kind: 'header',
    name: headerNameOf(profile),
    value: prefix === '' ? accessToken : `${prefix} ${accessToken}`,
  };
}

/** The header that a profile's token goes into. */
export function headerNameOf(profile: Placing | undefined): string {
  return profile?.tokenHeader ?? 'Authorization';
}

/** What stands before the token, without the space between; empty: nothing. */
export function prefixOf(profile: Placing | undefined, tokenType: string): string {
  return profile?.tokenPrefix ?? tokenType;
}

import { fingerprint } from '../profiles/fingerprint';
import type { ProfilesRead } from '../profiles/readProfiles';
import type { TokenSummary } from './tokenStore';

/** Which tokens belong to which profile. */
export interface OwnedTokens {
  /** By the profile's name; newest first. */
  readonly byProfile: ReadonlyMap<string, readonly TokenSummary[]>;
  /** Tokens of no profile: it is gone, or it has other endpoints or another client now (law 2). */
  readonly orphans: readonly TokenSummary[];
}

/**
 * A token belongs to the profile that it was obtained with, as long as that has the same fingerprint. When no profile
 * has that name any more it belongs to one with the same fingerprint: the profile was renamed.
 * @param profiles all that the settings hold, those with mistakes too, which keep their names
 */
export async function assignTokens(
  { names, profiles }: Pick<ProfilesRead, 'names' | 'profiles'>,
  tokens: readonly TokenSummary[],
): Promise<OwnedTokens> {
  const prints = await Promise.all(
    profiles.map(async (profile) => [profile.name, await fingerprint(profile)] as const),
  );
  const owner = (token: TokenSummary): string | undefined => {
    const named = prints.find(([name]) => name === token.profile);
    if (named) return named[1] === token.fingerprint ? named[0] : undefined;
    if (names.includes(token.profile)) return undefined;
    return prints.find(([, print]) => print === token.fingerprint)?.[0];
  };
  const byProfile = new Map<string, TokenSummary[]>(profiles.map(({ name }) => [name, []]));
  const orphans: TokenSummary[] = [];
  for (const token of tokens) (byProfile.get(owner(token) ?? '') ?? orphans).push(token);
  return { byProfile, orphans };
}

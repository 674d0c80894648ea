import { fingerprint } from '../profiles/fingerprint';
import type { ProfilesRead } from '../profiles/readProfiles';
import { isShared } from '../profiles/profileSource';
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
 * A token of a profile that a workspace shares belongs to that alone (law 2).
 * @param profiles all that the settings hold, those with mistakes too, which keep their names
 */
export async function assignTokens(
  { names, profiles }: Pick<ProfilesRead, 'names' | 'profiles'>,
  tokens: readonly TokenSummary[],
): Promise<OwnedTokens> {
  const all = await Promise.all(
    profiles.map(async (profile) => ({
      profile,
      entry: [profile.name, await fingerprint(profile)] as const,
    })),
  );
  const prints = all.filter(({ profile }) => !isShared(profile)).map(({ entry }) => entry);
  // Its fingerprint says which profile it is, whatever that is called here; and nobody else's token has it.
  const shared = new Map(
    all.filter(({ profile }) => isShared(profile)).map(({ entry: [name, print] }) => [print, name] as const),
  );
  const owner = (token: TokenSummary): string | undefined => {
    const sharing = shared.get(token.fingerprint);
    if (sharing !== undefined) return sharing;
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

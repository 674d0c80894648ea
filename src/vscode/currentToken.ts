import { activeFirst } from '../core/tokens/activeTokens';
import { isInUse, readEnvironments } from '../core/profiles/environments';
import type { Profile } from '../core/profiles/profile';
import { profileKey } from '../core/profiles/profileSource';
import { assignTokens } from '../core/tokens/ownership';
import type { TokenSummary } from '../core/tokens/tokenStore';
import type { Basics } from './commands/command';

/** The token that this window is about, and what else there is to choose. */
export interface CurrentToken {
  readonly profile: Profile;
  readonly token: TokenSummary;
  /** The other tokens of the same profile. */
  readonly others: readonly TokenSummary[];
  /** Whether any profile is of an environment, so that there is something to switch. */
  readonly hasEnvironments: boolean;
}

type Dependencies = Pick<Basics, 'settings' | 'store' | 'active' | 'inUse'>;

/**
 * The active token of the profile that was used last in this window; otherwise that of the first profile in use that
 * has one. `undefined`: there is none.
 * @param name of a profile, of which the active token is wanted and no other
 */
export async function currentToken(
  { settings, store, active, inUse }: Dependencies,
  name?: string,
): Promise<CurrentToken | undefined> {
  const all = await settings.read();
  if (all.profiles.length === 0) return undefined;
  const { byProfile } = await assignTokens(all, (await store.list()).tokens);
  const { lastProfile } = inUse;
  const environments = readEnvironments(inUse.environments);
  const candidates =
    name !== undefined
      ? all.profiles.filter((profile) => profile.name === name)
      : [
          ...all.profiles.filter(({ name }) => name === lastProfile),
          ...all.profiles.filter((profile) => isInUse(profile, all.profiles, environments)),
        ];
  const profile = candidates.find(({ name }) => (byProfile.get(name) ?? []).length > 0);
  if (profile === undefined) return undefined;
  const key = profileKey(profile);
  const choice = (await active.choices([key])).get(key);
  const [token, ...others] = activeFirst(byProfile.get(profile.name) ?? [], choice);
  const hasEnvironments = all.profiles.some(({ environment }) => environment !== undefined);
  return token && { profile, token, others, hasEnvironments };
}

import { originOf } from '../profiles/apiBaseUrls';
import { isInUse, type ChosenEnvironments } from '../profiles/environments';
import type { Profile, ProfileProblem } from '../profiles/profile';
import { profileKey } from '../profiles/profileSource';
import type { ProfilesRead } from '../profiles/readProfiles';
import { activeToken, type ActiveChoices } from '../tokens/activeTokens';
import type { OwnedTokens } from '../tokens/ownership';
import type { TokenSummary } from '../tokens/tokenStore';
import { isRenewable, tokenState, type TokenState } from '../tokens/tree/tokenState';
import { ProfileVariables } from './profileVariables';
import { suggestedProfile, type Clues, type Suggestion } from './suggestedProfile';

export interface SnapshotInput {
  readonly read: ProfilesRead;
  readonly owned: OwnedTokens;
  /** Which token of each profile is used when nothing else is said. */
  readonly choices: ActiveChoices;
  /** Which environments were switched to. */
  readonly environments: ChosenEnvironments;
}

/** The active token of a profile, and what it is good for now. */
export interface ActiveToken {
  readonly profile: Profile;
  readonly token: TokenSummary;
  readonly state: TokenState;
  /** Whether it can be renewed without a person. */
  readonly isRenewable: boolean;
}

/**
 * What the editor's features know of profiles and tokens: all of it at hand at once, none of it secret, and found by
 * name, variable and host without looking through everything (law 15). Only time changes what it says.
 */
export class Snapshot {
  readonly #byName: ReadonlyMap<string, Profile>;
  /** By the origins of their `apiBaseUrls`. */
  readonly #byOrigin = new Map<string, Profile[]>();
  readonly #tokens = new Map<string, TokenSummary>();
  readonly #inUse: ReadonlySet<string>;
  /** Whose tokens the variables (`VALET_KEY_…`) hold. */
  readonly variables: ProfileVariables;

  /** @param now milliseconds since 1970 */
  constructor(
    private readonly input: SnapshotInput,
    readonly now: () => number,
  ) {
    const { read, owned, choices, environments } = input;
    const { profiles } = read;
    this.variables = new ProfileVariables(read);
    this.#byName = new Map(profiles.map((profile) => [profile.name, profile]));
    this.#inUse = new Set(
      profiles.filter((one) => isInUse(one, profiles, environments)).map(({ name }) => name),
    );
    for (const profile of profiles) {
      for (const origin of new Set((profile.apiBaseUrls ?? []).map(originOf))) {
        if (origin !== undefined) add(this.#byOrigin, origin, profile);
      }
      const token = activeToken(owned.byProfile.get(profile.name) ?? [], choices.get(profileKey(profile)));
      if (token !== undefined) this.#tokens.set(profile.name, token);
    }
  }

  /** The profiles without a mistake, in the order of the settings. */
  get profiles(): readonly Profile[] {
    return this.input.read.profiles;
  }

  /** Every profile's name, of those with mistakes too. */
  get names(): readonly string[] {
    return this.input.read.names;
  }

  get problems(): readonly ProfileProblem[] {
    return this.input.read.problems;
  }

  /** Each profile's tokens, and those whose profile is gone. */
  get owned(): OwnedTokens {
    return this.input.owned;
  }

  /** One without a mistake. */
  profile(name: string): Profile | undefined {
    return this.#byName.get(name);
  }

  /** Whether a profile is the variant of its group that is in use, or of no group. */
  isInUse({ name }: Pick<Profile, 'name'>): boolean {
    return this.#inUse.has(name);
  }

  /** The token of a profile that is used when nothing else is said. */
  tokenOf(name: string): ActiveToken | undefined {
    const profile = this.#byName.get(name);
    const token = this.#tokens.get(name);
    if (profile === undefined || token === undefined) return undefined;
    const owned = { profile, token };
    return { ...owned, state: tokenState(owned, this.now()), isRenewable: isRenewable(owned) };
  }

  /** The profile that a request's token comes from, as `RequestTokens.suggestProfile` finds it. */
  suggest(clues: Clues): Suggestion<Profile> | undefined {
    const { hint, last } = clues;
    const origin = originOf(clues.url);
    const near = new Set(origin === undefined ? [] : this.#byOrigin.get(origin));
    for (const name of [hint, last]) {
      const named = name === undefined ? undefined : this.#byName.get(name);
      if (named !== undefined) near.add(named);
    }
    // Only those that can be meant: the time that this takes does not grow with the number of profiles.
    return suggestedProfile(clues, [...near], (profile) => this.isInUse(profile));
  }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

import type { Profile } from '../profiles/profile';
import type { ProfilesAround } from '../profiles/readProfiles';
import { httpYacPlaceholder, restClientPlaceholder, variableNameOf } from './placeholders';

/** What a variable of ours stands for. */
export type VariableMeaning =
  | { readonly kind: 'profile'; readonly profile: Profile }
  /** More than one profile has an equal right to it, so that none has it. */
  | { readonly kind: 'several'; readonly profiles: readonly Profile[] }
  /** It is that of a profile with mistakes. */
  | { readonly kind: 'unusable'; readonly name: string };

/** The profiles that have an equal right to a variable. */
interface Claim {
  /** The lowest goes before all others. */
  readonly rank: number;
  readonly names: string[];
  /** Those of them without a mistake: all or none, by their rank. */
  readonly profiles: Profile[];
}

/**
 * Decides, alone in this house, which profile a variable (`VALET_KEY_…`) stands for. The person's own profiles go
 * before those that a workspace shares, whatever names are chosen there: those with mistakes too, for a mistake of today
 * is no reason to send somebody else's token in its place. Among equals there is no first: none of them has it.
 */
export class ProfileVariables {
  readonly #claims = new Map<string, Claim>();

  constructor({ names, profiles, shared }: ProfilesAround) {
    const usable = new Map(profiles.map((profile) => [profile.name, profile]));
    for (const name of names) {
      const variable = variableNameOf(name);
      const profile = usable.get(name);
      const isOwn = profile === undefined ? shared?.has(name) !== true : profile.source === 'user';
      const rank = (isOwn ? 0 : 2) + (profile === undefined ? 1 : 0);
      let claim = this.#claims.get(variable);
      if (claim !== undefined && claim.rank < rank) continue;
      if (claim?.rank !== rank) this.#claims.set(variable, (claim = { rank, names: [], profiles: [] }));
      claim.names.push(name);
      if (profile !== undefined) claim.profiles.push(profile);
    }
  }

  /** `undefined`: no profile's name leads to this variable. */
  meaningOf(variable: string): VariableMeaning | undefined {
    const claim = this.#claims.get(variable);
    if (claim === undefined) return undefined;
    const [profile, another] = claim.profiles;
    if (profile === undefined) return { kind: 'unusable', name: claim.names[0] ?? '' };
    return another === undefined
      ? { kind: 'profile', profile }
      : { kind: 'several', profiles: claim.profiles };
  }

  /** The profile whose token a variable stands for. */
  profileOf(variable: string): Profile | undefined {
    const meaning = this.meaningOf(variable);
    return meaning?.kind === 'profile' ? meaning.profile : undefined;
  }

  /** Whether the variable that a profile's name leads to stands for that profile. */
  has(name: string): boolean {
    const meaning = this.meaningOf(variableNameOf(name));
    if (meaning?.kind === 'profile') return meaning.profile.name === name;
    return meaning?.kind === 'unusable' && meaning.name === name;
  }

  /** A placeholder for a profile's token that no other profile answers: its variable, where it has that. */
  placeholderOf(name: string): string {
    return this.has(name) ? restClientPlaceholder(name) : httpYacPlaceholder(name);
  }

  /** The variables that stand for none, since several profiles would have them, and which these are. */
  get disputed(): readonly (readonly [variable: string, profiles: readonly Profile[]])[] {
    return [...this.#claims].flatMap(([variable, { profiles }]) =>
      profiles.length > 1 ? [[variable, profiles] as const] : [],
    );
  }

  /** Why a profile without a mistake has no variable, and what to do, in whole sentences; `undefined`: it has one. */
  problemOf(name: string): string | undefined {
    const variable = variableNameOf(name);
    const names = this.#claims.get(variable)?.names ?? [];
    const other = names.find((one) => one !== name);
    if (other === undefined) return undefined;
    return names.includes(name)
      ? `“${name}” and “${other}” would both have the variable ${variable}, so neither has it. Rename one of them.`
      : `“${name}” has no variable: ${variable} is kept for your own profile “${other}”. Rename one of the two.`;
  }
}

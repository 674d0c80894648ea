import { cleanServerText } from '../errors';
import { inWords } from './inWords';
import type { Profile } from './profile';

/** Which environment each group is in, by the group's name. A group that is not here is in that of its first profile. */
export type ChosenEnvironments = ReadonlyMap<string, string>;

type Variant = Pick<Profile, 'name' | 'group' | 'environment'>;

/** What a workspace remembers, which may be anything that JSON can be. Never throws. */
export function readEnvironments(value: unknown): ChosenEnvironments {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The same to be remembered: plain JSON. */
export function writeEnvironments(chosen: ChosenEnvironments): Record<string, string> {
  // Made by definition, not by assignment, so that a group may be called `__proto__`.
  return Object.fromEntries(chosen);
}

/** The variant of a group that is in use; `undefined`: no profile is of that group. */
export function activeVariant<T extends Variant>(
  group: string,
  profiles: readonly T[],
  chosen: ChosenEnvironments,
): T | undefined {
  const variants = profiles.filter((profile) => profile.group === group);
  return variants.find(({ environment }) => environment === chosen.get(group)) ?? variants[0];
}

/** Whether a profile is in use: the active variant of its group, or of no group. */
export function isInUse(profile: Variant, profiles: readonly Variant[], chosen: ChosenEnvironments): boolean {
  return profile.group === undefined || activeVariant(profile.group, profiles, chosen)?.name === profile.name;
}

/** An environment that occurs, and how many groups could be in it and are. */
export interface EnvironmentSummary {
  readonly environment: string;
  readonly groups: number;
  readonly active: number;
}

/** The environments that occur, in the order of the settings. */
export function environmentsOf(
  profiles: readonly Variant[],
  chosen: ChosenEnvironments,
): readonly EnvironmentSummary[] {
  const variants = profiles.filter(isVariant);
  const environments = new Set(variants.map(({ environment }) => environment));
  return [...environments].map((environment) => {
    const own = variants.filter((variant) => variant.environment === environment);
    const active = own.filter((variant) => isInUse(variant, profiles, chosen));
    return { environment, groups: own.length, active: active.length };
  });
}

export interface SwitchedEnvironments {
  readonly chosen: ChosenEnvironments;
  /** What is so now, for a person. */
  readonly message: string;
}

/** Makes the variant of one environment the active one of each group that has it; the others stay where they are. */
export function switchEnvironment(
  environment: string,
  profiles: readonly Variant[],
  before: ChosenEnvironments,
): SwitchedEnvironments {
  const variants = profiles.filter(isVariant);
  const groups = [...new Set(variants.map(({ group }) => group))];
  const has = (group: string) =>
    variants.some((variant) => variant.group === group && variant.environment === environment);
  const switched = groups.filter(has);
  const others = groups.filter((group) => !has(group));
  const shown = cleanServerText(environment);
  const now = switched.length === 1 ? '1 group is' : `${switched.length} groups are`;
  const without =
    others.length === 0
      ? ''
      : `; ${inWords(others.map(cleanServerText))} ${others.length === 1 ? 'has' : 'have'} no ${shown} variant`;
  return {
    chosen: new Map([...before, ...switched.map((group) => [group, environment] as const)]),
    message: `${now} in ${shown} now${without}.`,
  };
}

function isVariant<T extends Variant>(profile: T): profile is T & { group: string; environment: string } {
  return profile.group !== undefined && profile.environment !== undefined;
}

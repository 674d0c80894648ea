import type { Profile } from './profile';

/** Where a workspace keeps what it shares: one of its folders, or its `.code-workspace` file. */
export interface SharedPlace {
  /** Of the folder or the file, as text: what tells it from every other, for good. */
  readonly uri: string;
  /** What a person calls it. */
  readonly folder: string;
}

/** A profile that a team shares in its repository (law 3). */
export interface WorkspaceSource extends SharedPlace {
  readonly kind: 'workspace';
  /** The profile's name as it is written there. Its own differs where another profile has that already. */
  readonly name: string;
}

/** Where a profile was read from: the person's own settings, or what a workspace shares. */
export type ProfileSource = 'user' | WorkspaceSource;

type Named = Pick<Profile, 'name' | 'source'>;

/** Whether a profile is not the person's own. */
export function isShared<T extends { readonly source: ProfileSource }>(
  profile: T,
): profile is T & { readonly source: WorkspaceSource } {
  return profile.source !== 'user';
}

/** The name of a profile where it is written: what others that are written there call it. */
export function writtenName({ name, source }: Named): string {
  return source === 'user' ? name : source.name;
}

/** Whether two profiles are written in the same place, so that one may build on the other. */
export function isOfSamePlace(one: Named, other: Named): boolean {
  const placeOf = ({ source }: Named) => (source === 'user' ? '' : source.uri);
  return placeOf(one) === placeOf(other);
}

/**
 * What work that goes on, and what is remembered, is filed under: a name can come to be another profile’s, this never.
 * No name of a profile holds a line break.
 */
export function profileKey({ name, source }: Named): string {
  return source === 'user' ? name : `${source.name}\n${source.uri}`;
}

export function profileWithKey<T extends Named>(key: string, profiles: readonly T[]): T | undefined {
  return profiles.find((profile) => profileKey(profile) === key);
}

/** What a profile is called that has this key, where it is written. */
export function nameInKey(key: string): string {
  return key.split('\n', 1)[0] ?? '';
}

/**
 * Where a profile comes from, wherever it is listed; `undefined`: it is the person's own.
 * @param shared as `ProfilesRead` has them
 */
export function originOf(
  name: string,
  shared: ReadonlyMap<string, WorkspaceSource> | undefined,
  unapproved: ReadonlySet<string> | undefined,
): string | undefined {
  if (shared?.has(name) !== true) return undefined;
  return unapproved?.has(name) === true ? 'from this workspace · not approved yet' : 'from this workspace';
}

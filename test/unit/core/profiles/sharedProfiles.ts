import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/profiles/profile';
import { isShared, type WorkspaceSource } from '../../../../src/core/profiles/profileSource';
import { readAllProfiles, type SharedSetting } from '../../../../src/core/profiles/readAllProfiles';

export const api = (value: unknown): SharedSetting => ({ uri: 'file:///home/me/api', folder: 'api', value });
export const web = (value: unknown): SharedSetting => ({ uri: 'file:///home/me/web', folder: 'web', value });

export const read = (own: unknown, ...shared: SharedSetting[]) =>
  readAllProfiles(own, shared, () => undefined);

type Shared = Profile & { readonly source: WorkspaceSource };

/** The one profile that a folder shares. */
export function sharedOf(members: Readonly<Record<string, unknown>>, place = api): Shared {
  const { profiles, problems } = read(undefined, place({ p: members }));
  const [profile] = profiles.filter((candidate) => isShared(candidate));
  return profile ?? assert.fail(problems.map(({ message }) => message).join(' '));
}

export function problemsOf(members: Readonly<Record<string, unknown>>): string[] {
  return read(undefined, api({ p: members })).problems.map(({ message }) => message);
}

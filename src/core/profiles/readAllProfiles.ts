import { isMembers } from './memberChecks';
import type { ProfileProblem } from './profile';
import type { SharedPlace, WorkspaceSource } from './profileSource';
import { readProfiles, type ProfilesRead } from './readProfiles';
import type { Environment } from './variables';

/** What one place of a workspace shares: the raw value of `valetKey.workspaceProfiles`, which may be anything. */
export interface SharedSetting extends SharedPlace {
  readonly value: unknown;
}

/**
 * All profiles of a window: the person's own, and those that its workspace shares. Nothing of the one setting goes into
 * the other. The person's own keep their names, whatever a workspace writes; a shared one keeps its own as long as no
 * other has it, and is called `name (folder)` otherwise. Never throws.
 */
export function readAllProfiles(
  own: unknown,
  settings: readonly SharedSetting[],
  environment: Environment,
): ProfilesRead {
  const mine = readProfiles(own, { environment });
  if (settings.length === 0) return mine;
  const names = [...mine.names];
  const profiles = [...mine.profiles];
  const problems: ProfileProblem[] = [...mine.problems];
  const shared = new Map<string, WorkspaceSource>();
  const nameOf = namesAmong(mine.names, settings);
  for (const { value, uri, folder } of settings) {
    const place = { uri, folder };
    const read = readProfiles(value, { place, nameOf: (written) => nameOf(place, written) });
    names.push(...read.names);
    profiles.push(...read.profiles);
    problems.push(...read.problems);
    for (const written of isMembers(value) ? Object.keys(value) : read.names.length > 0 ? [''] : [])
      shared.set(nameOf(place, written), { ...place, kind: 'workspace', name: written });
  }
  return { names, profiles, problems, shared };
}

/** Gives each shared profile a name that no other has; for the same place and name, the same again. */
function namesAmong(
  own: readonly string[],
  settings: readonly SharedSetting[],
): (place: SharedPlace, written: string) => string {
  const written = settings.flatMap(({ value }) => (isMembers(value) ? Object.keys(value) : []));
  const isAlone = (name: string) =>
    name !== '' && !own.includes(name) && written.filter((other) => other === name).length === 1;
  const taken = new Set([...own, ...written.filter(isAlone)]);
  const given = new Map<string, string>();
  return ({ uri, folder }, name) => {
    if (isAlone(name)) return name;
    const key = `${uri}\n${name}`;
    let unique = given.get(key);
    for (let count = 1; unique === undefined; count++) {
      const candidate = `${name} (${folder}${count === 1 ? '' : ` ${count}`})`.trim();
      if (!taken.has(candidate)) unique = candidate;
    }
    taken.add(unique);
    given.set(key, unique);
    return unique;
  };
}

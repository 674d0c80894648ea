import { fillPreset, presets } from '../../../src/core/profiles/presets';
import type { Profile } from '../../../src/core/profiles/profile';
import { profileOf } from '../harness';

/**
 * A preset, filled in as a person would do it, as a profile for an emulator: the provider's host is the emulator's,
 * over http. `changes` are members that the person changes, or takes out with `undefined`.
 * @throws Error with the placeholders that are not filled in, or the problems of the profile
 */
export function presetProfile(
  id: string,
  server: { readonly url: string },
  answers: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, unknown>> = {},
): Profile {
  const preset = presets.find((candidate) => candidate.id === id);
  if (preset === undefined) throw new Error(`There is no preset ${id}.`);
  const filled = fillPreset(preset, answers);
  if ('problems' in filled) throw new Error(filled.problems.map(({ message }) => message).join(' '));
  const { host } = new URL(server.url);
  const members = Object.entries({ ...filled.members, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(`https://${host}`, `http://${host}`) : value,
    ]);
  return profileOf(Object.fromEntries(members) as Record<string, unknown>, id);
}

import { inspect } from 'node:util';
import { ValetKeyError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profiles/profile';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';

/** Profiles by their names, as the settings would give them. */
export function profilesOf(
  settings: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): readonly Profile[] {
  const { profiles, problems } = readProfiles(settings);
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join(' '));
  return profiles;
}

export const signIn = { issuer: 'https://as.example', clientId: 'app', scope: 'read' };

/** The error of a request that must fail. */
export async function failureOf(request: Promise<unknown>): Promise<ValetKeyError> {
  const error = await request.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ValetKeyError) return error;
  throw new Error(`A ValetKeyError was expected, not ${inspect(error)}`);
}

import { ValetKeyError } from '../../../core/errors';
import type { Profile } from '../../../core/profiles/profile';
import type { ProfilesAround } from '../../../core/profiles/readProfiles';
import { variablePrefix } from '../../../core/requestFiles/placeholders';
import { ProfileVariables } from '../../../core/requestFiles/profileVariables';

/**
 * The profiles whose variables these are. Other variables than ours, and one of our form that the environment itself
 * has, are none of our business.
 * @throws ValetKeyError `profile_not_found`, `profile_invalid` where two profiles would have one variable
 */
export function profilesOfVariables(
  variables: readonly string[],
  read: ProfilesAround,
  env: NodeJS.ProcessEnv = process.env,
): readonly Profile[] {
  const ours = new ProfileVariables(read);
  return variables
    .filter((variable) => variable.startsWith(variablePrefix))
    .flatMap((variable) => {
      const meaning = ours.meaningOf(variable);
      if (meaning?.kind === 'several') throw disputed(variable, meaning.profiles);
      if (meaning?.kind === 'profile') return meaning.profile;
      if (!(variable in env)) throw missing(variable);
      return [];
    });
}

/**
 * REST Client fills in nothing but variables, so there is nothing to write for a profile without one.
 * @throws ValetKeyError `profile_invalid`, which says why it has none
 */
export function requireVariable({ name }: Pick<Profile, 'name'>, read: ProfilesAround): void {
  const problem = new ProfileVariables(read).problemOf(name);
  if (problem === undefined) return;
  const hint = 'REST Client fills in variables alone, so nothing was written or sent.';
  const error = new ValetKeyError('profile_invalid', problem, { hint, remedy: 'edit_profile' });
  error.profile = name;
  throw error;
}

function missing(variable: string): ValetKeyError {
  return new ValetKeyError(
    'profile_not_found',
    `No usable profile has the variable ${variable}, so the request would go with an empty token.`,
    { hint: `${variablePrefix}OKTA_DEV, for example, is the variable of the profile “okta-dev”.` },
  );
}

function disputed(variable: string, [one, other]: readonly Profile[]): ValetKeyError {
  const error = new ValetKeyError(
    'profile_invalid',
    `${variable} would be the variable of both “${one?.name}” and “${other?.name}”, so neither has it.`,
    { hint: 'Rename one of them.', remedy: 'edit_profile' },
  );
  error.profile = other?.name;
  return error;
}

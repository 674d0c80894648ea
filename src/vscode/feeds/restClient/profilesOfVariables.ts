import { ValetKeyError } from '../../../core/errors';
import type { Profile } from '../../../core/profiles/profile';
import { variableNameOf, variablePrefix } from '../../../core/requestFiles/placeholders';

/**
 * The profiles whose variables these are. Other variables than ours, and one of our form that the environment itself
 * has, are none of our business.
 * @throws ValetKeyError `profile_not_found`, `profile_invalid` where two profiles would have one variable
 */
export function profilesOfVariables(
  variables: readonly string[],
  profiles: readonly Profile[],
  env: NodeJS.ProcessEnv = process.env,
): readonly Profile[] {
  return variables
    .filter((variable) => variable.startsWith(variablePrefix))
    .flatMap((variable) => {
      const [profile, other] = profiles.filter(({ name }) => variableNameOf(name) === variable);
      if (other !== undefined && profile !== undefined) throw shared(variable, profile, other);
      if (profile === undefined && !(variable in env)) throw missing(variable);
      return profile ?? [];
    });
}

function missing(variable: string): ValetKeyError {
  return new ValetKeyError(
    'profile_not_found',
    `No usable profile has the variable ${variable}, so REST Client would send an empty token.`,
    { hint: `${variablePrefix}OKTA_DEV, for example, is the variable of the profile “okta-dev”.` },
  );
}

function shared(variable: string, one: Profile, other: Profile): ValetKeyError {
  const error = new ValetKeyError(
    'profile_invalid',
    `${variable} would be the variable of both “${one.name}” and “${other.name}”, so neither has it.`,
    { hint: 'Rename one of them.', remedy: 'edit_profile' },
  );
  error.profile = other.name;
  return error;
}

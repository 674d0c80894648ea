import type { Profile } from '../profiles/profile';
import { httpYacPlaceholder, restClientPlaceholder } from './placeholders';
import type { ProfileVariables } from './profileVariables';
import { prefixOf } from './tokenPlacement';

/** Which extensions that send requests are installed. */
export interface Neighbours {
  readonly restClient: boolean;
  readonly httpYac: boolean;
}

/** What a profile's token is written as in a file: what sends the request fills it in. */
export interface PlaceholderForms {
  /** What works with what is installed. */
  readonly usual: string;
  /** What works with something else. */
  readonly other: string | undefined;
}

/**
 * With REST Client the variable of the environment, which httpYac knows as well; otherwise the call of httpYac and
 * JetBrains, which is all that there is for a profile without a variable.
 */
export function placeholderForms(
  name: string,
  neighbours: Neighbours,
  variables: Pick<ProfileVariables, 'has'>,
): PlaceholderForms {
  const call = httpYacPlaceholder(name);
  if (!variables.has(name)) return { usual: call, other: undefined };
  const variable = restClientPlaceholder(name);
  return neighbours.restClient ? { usual: variable, other: call } : { usual: call, other: variable };
}

/** The value of the header, with what stands before the token. */
export function headerValueWith(placeholder: string, profile: Profile): string {
  const prefix = prefixOf(profile, profile.dpopBoundAccessTokens ? 'DPoP' : 'Bearer');
  return prefix === '' ? placeholder : `${prefix} ${placeholder}`;
}

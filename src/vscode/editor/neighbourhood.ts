import type { Neighbourhood } from '../../core/requestFiles/diagnostics/knowledge';
import { placeholderForms } from '../../core/requestFiles/neighbours';
import type { ProfileVariables } from '../../core/requestFiles/profileVariables';
import { settings } from '../ids';
import { ownValue } from '../ownSettings';
import { installedNeighbours } from './installedNeighbours';

/** What the extensions that send requests make of a placeholder, as they are installed and set up now. */
export function readNeighbourhood(variables: ProfileVariables): Neighbourhood {
  const neighbours = installedNeighbours();
  const areLive = ownValue(settings.restClientLiveVariables) === true;
  return {
    // httpYac asks for the token whenever it sends something.
    sendsEmpty: (variable) => neighbours.restClient && !areLive && (process.env[variable] ?? '') === '',
    placeholderFor: (profile) => placeholderForms(profile, neighbours, variables).usual,
  };
}

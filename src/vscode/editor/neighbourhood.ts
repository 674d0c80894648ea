import * as vscode from 'vscode';
import type { Neighbourhood } from '../../core/requestFiles/diagnostics/knowledge';
import { placeholderForms } from '../../core/requestFiles/neighbours';
import { installedNeighbours } from './neighbours';

/** Whether variables hold tokens all the time; the setting is that of the REST Client feed. */
export const liveVariables = 'valetKey.restClient.liveVariables';

/** What the extensions that send requests make of a placeholder, as they are installed and set up now. */
export function readNeighbourhood(isShared: (profile: string) => boolean): Neighbourhood {
  const neighbours = installedNeighbours();
  const areLive = vscode.workspace.getConfiguration().get(liveVariables, false);
  return {
    // httpYac asks for the token whenever it sends something.
    sendsEmpty: (variable) => neighbours.restClient && !areLive && (process.env[variable] ?? '') === '',
    placeholderFor: (profile) => placeholderForms(profile, neighbours, isShared(profile)).usual,
  };
}

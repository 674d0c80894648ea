import * as vscode from 'vscode';
import type { Neighbourhood } from '../../core/requestFiles/diagnostics/knowledge';
import { httpYacPlaceholder, restClientPlaceholder } from '../../core/requestFiles/placeholders';

/** Whether variables hold tokens all the time; the setting is that of the REST Client feed. */
export const liveVariables = 'valetKey.restClient.liveVariables';

/** What the extensions that send requests make of a placeholder, as they are installed and set up now. */
export function readNeighbourhood(isShared: (profile: string) => boolean): Neighbourhood {
  const hasRestClient = vscode.extensions.getExtension('humao.rest-client') !== undefined;
  const hasHttpYac = vscode.extensions.getExtension('anweber.vscode-httpyac') !== undefined;
  const areLive = vscode.workspace.getConfiguration().get(liveVariables, false);
  return {
    // httpYac asks for the token whenever it sends something.
    sendsEmpty: (variable) => hasRestClient && !areLive && (process.env[variable] ?? '') === '',
    placeholderFor: (profile) =>
      (hasHttpYac && !hasRestClient) || isShared(profile)
        ? httpYacPlaceholder(profile)
        : restClientPlaceholder(profile),
  };
}

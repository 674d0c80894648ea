import * as vscode from 'vscode';
import type { Neighbours } from '../../core/requestFiles/neighbours';

/** Which extensions that send requests are installed and enabled now. */
export function installedNeighbours(): Neighbours {
  const isThere = (id: string) => vscode.extensions.getExtension(id) !== undefined;
  return { restClient: isThere('humao.rest-client'), httpYac: isThere('anweber.vscode-httpyac') };
}

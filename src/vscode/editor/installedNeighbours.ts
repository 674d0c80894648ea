import * as vscode from 'vscode';
import type { Neighbours } from '../../core/requestFiles/neighbours';
import { neighbourExtensions } from '../ids';

/** Which extensions that send requests are installed and enabled now. */
export function installedNeighbours(): Neighbours {
  const isThere = (id: string) => vscode.extensions.getExtension(id) !== undefined;
  return {
    restClient: isThere(neighbourExtensions.restClient),
    httpYac: isThere(neighbourExtensions.httpYac),
  };
}

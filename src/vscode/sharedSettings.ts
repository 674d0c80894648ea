import * as vscode from 'vscode';
import { cleanServerText } from '../core/errors';
import type { SharedPlace } from '../core/profiles/profileSource';
import type { SharedSetting } from '../core/profiles/readAllProfiles';
import { settings as ids } from './ids';

/**
 * What this workspace shares: `valetKey.workspaceProfiles` as each folder, and the `.code-workspace` file, has it. With
 * `inspect()` alone, so that nothing is believed that stands in the person's settings, in those of a remote machine or
 * in a block for a language; and in a trusted workspace only (law 3). One that holds nothing is left out.
 */
export function readSharedSettings(): SharedSetting[] {
  if (!vscode.workspace.isTrusted) return [];
  const { workspaceFile, workspaceFolders = [] } = vscode.workspace;
  const inspect = (scope?: vscode.Uri) =>
    vscode.workspace.getConfiguration(undefined, scope ?? null).inspect(ids.workspaceProfiles);
  const ofFolders = workspaceFolders.map(({ uri, name }) => ({
    uri: uri.toString(),
    folder: cleanServerText(name),
    value: inspect(uri)?.workspaceFolderValue,
  }));
  // Without such a file, the value of the workspace is that of its one folder.
  const ofFile =
    workspaceFile === undefined
      ? []
      : [
          {
            uri: workspaceFile.toString(),
            folder: cleanServerText(nameOfFile(workspaceFile)),
            value: inspect()?.workspaceValue,
          },
        ];
  return [...ofFile, ...ofFolders].filter(({ value }) => value !== undefined && value !== null);
}

function nameOfFile({ path }: vscode.Uri): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.replace(/\.code-workspace$/, '');
}

/** Opens the file in which a workspace shares profiles. @returns where in it they are written */
export async function revealSharedSettings({ uri }: SharedPlace): Promise<readonly string[]> {
  const place = vscode.Uri.parse(uri, true);
  const isFile = uri === vscode.workspace.workspaceFile?.toString();
  const file = isFile ? place : vscode.Uri.joinPath(place, '.vscode', 'settings.json');
  await vscode.window.showTextDocument(file);
  return isFile ? ['settings', ids.workspaceProfiles] : [ids.workspaceProfiles];
}

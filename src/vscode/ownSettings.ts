import * as vscode from 'vscode';

/**
 * `globalValue` is made of what this machine and the remote one say, member by member. VS Code keeps the setting out
 * of the remote's settings, which a repository's devcontainer.json can write, but not a longer key such as
 * `valetKey.profiles.name`, nor, before 1.136.2, the setting as nested objects (G4). These members, which it has
 * always had and never declared, tell the two apart; with a settings profile only `globalValue` holds the setting.
 */
interface Inspected {
  readonly globalValue?: unknown;
  readonly globalLocalValue?: unknown;
  readonly globalRemoteValue?: unknown;
}

/** What the person themselves wrote, out of any workspace's reach (law 3), whatever that is. */
export function ownValue(key: string): unknown {
  const inspected: Inspected | undefined = vscode.workspace.getConfiguration().inspect(key);
  const isTouchedByRemote = inspected?.globalRemoteValue !== undefined;
  return isTouchedByRemote ? inspected.globalLocalValue : inspected?.globalValue;
}

/** Opens the user settings where this one is written. */
export async function revealSetting(key: string): Promise<void> {
  // With `edit`, VS Code writes the setting into the file where it is missing, and an empty line where it is not.
  const edit = ownValue(key) === undefined;
  // The settings of the application, which a VS Code profile of another name shares and does not hold itself.
  await vscode.commands.executeCommand('workbench.action.openApplicationSettingsJson', {
    revealSetting: { key, edit },
  });
}

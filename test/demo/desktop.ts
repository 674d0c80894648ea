import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../support/projectFolder';

/** The desktop VS Code's command, where there is one and a display to show it on. */
export function findDesktop(): string | undefined {
  const { PATH = '', DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI } = process.env;
  const hasDisplay = process.platform !== 'linux' || Boolean(DISPLAY ?? WAYLAND_DISPLAY);
  // In a terminal of a remote window `code` talks to that window and takes no user data folder.
  if (!hasDisplay || VSCODE_IPC_HOOK_CLI !== undefined) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return PATH.split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Opens a window of the desktop VS Code on `workspace`, with the person's extensions and settings of its own, and
 * resolves when the window was closed.
 * @throws Error when it cannot be started
 */
export async function openDesktop(
  command: string,
  workspace: string,
  userDataFolder: string,
  userSettings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const userFolder = path.join(userDataFolder, 'User');
  mkdirSync(userFolder, { recursive: true });
  const settings = {
    'workbench.startupEditor': 'none',
    'security.workspace.trust.enabled': false,
    ...userSettings,
  };
  writeFileSync(path.join(userFolder, 'settings.json'), JSON.stringify(settings, undefined, 2));
  const args = [
    '--new-window',
    '--wait',
    `--user-data-dir=${userDataFolder}`,
    `--extensionDevelopmentPath=${projectFolder}`,
    workspace,
  ];
  await new Promise<void>((resolve, reject) => {
    // Node starts a .cmd file through the shell alone.
    const child = spawn(command, args, { stdio: 'ignore', shell: process.platform === 'win32' });
    child.once('error', reject);
    child.once('close', () => resolve());
  });
}

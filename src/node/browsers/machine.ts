import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** What looking for a program needs to know of a machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The person's home folder. */
  readonly home: string;
  /** Whether there is a file at this full path that can be run. */
  isProgram(file: string): Promise<boolean>;
}

export const thisMachine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isProgram: async (file) => {
    try {
      await access(file, constants.X_OK);
      return (await stat(file)).isFile();
    } catch {
      return false;
    }
  },
};

/** Paths as this machine writes them, whichever one we run on. */
export function pathsOf({ platform }: Machine): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}

/** The first of these files that is a program. */
export async function firstProgram(machine: Machine, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) if (await machine.isProgram(file)) return file;
  return undefined;
}

/**
 * Finds a program by its bare name, on PATH alone: Windows by itself would begin with the folder that the editor was
 * started in, which somebody else may have filled.
 */
export async function findOnPath(machine: Machine, name: string): Promise<string | undefined> {
  const paths = pathsOf(machine);
  // What is no .exe (a .cmd, say) could be started only by a shell.
  const file = machine.platform === 'win32' && !/\.\w+$/.test(name) ? `${name}.exe` : name;
  const folders = (machine.env.PATH ?? '')
    .split(paths.delimiter)
    .filter((folder) => paths.isAbsolute(folder));
  return await firstProgram(
    machine,
    [...folders, ...usualFolders(machine)].map((folder) => paths.join(folder, file)),
  );
}

/** Where programs are that an editor which was started from a menu may not have on its PATH. */
function usualFolders({ platform, home }: Machine): readonly string[] {
  if (platform === 'win32') return [];
  if (platform === 'darwin') return ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  return [
    '/usr/local/bin',
    '/usr/bin',
    '/snap/bin',
    '/var/lib/flatpak/exports/bin',
    path.posix.join(home, '.local/share/flatpak/exports/bin'),
  ];
}

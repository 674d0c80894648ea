import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ValetKeyError } from '../../core/errors';
import { checkKeyFileSize, keyFileText } from '../../core/tokens/clientKeyMaterial';

/** @throws ValetKeyError `client_key_invalid` */
export async function readKeyFile(file: string, workspaceFolders: readonly string[]): Promise<string> {
  const name = path.basename(file);
  if (!path.isAbsolute(file)) {
    throw refused(
      `The path of the key file ${name} is not absolute.`,
      'Write the whole path into the profile.',
    );
  }
  if (await liesInOneOf(workspaceFolders, file)) {
    throw refused(
      `The key file ${name} lies in a folder of the workspace.`,
      'Keys do not belong there: move it elsewhere, or use Set Client Key… to have it kept in the secret storage.',
    );
  }
  let handle: FileHandle | undefined;
  try {
    // Before it is opened: opening a pipe would wait for its other end.
    if (!(await stat(file)).isFile())
      throw refused(`${name} is not a file.`, 'Check the path in the profile.');
    handle = await open(file);
    checkKeyFileSize(name, (await handle.stat()).size);
    return keyFileText(await handle.readFile());
  } catch (error) {
    if (error instanceof ValetKeyError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw refused(
      `The key file ${name} cannot be read (${code}).`,
      'Check the path in the profile, and who may read it.',
    );
  } finally {
    await handle?.close();
  }
}

/**
 * Whether a file, or what it links to, lies below a folder. Compared by identity and not by spelling: links, and file
 * systems that do not tell upper from lower case, give one folder several names.
 */
async function liesInOneOf(folders: readonly string[], file: string): Promise<boolean> {
  const forbidden = new Set(await identities(folders));
  if (forbidden.size === 0) return false;
  const ancestors = [...ancestorsOf(file), ...ancestorsOf(await realpath(file).catch(() => file))];
  return (await identities(ancestors)).some((identity) => forbidden.has(identity));
}

function ancestorsOf(file: string): string[] {
  const folder = path.dirname(file);
  return folder === file ? [] : [folder, ...ancestorsOf(folder)];
}

async function identities(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      try {
        const { dev, ino } = await stat(folder, { bigint: true });
        return `${dev}:${ino}`;
      } catch {
        return undefined;
      }
    }),
  );
  return found.filter((identity) => identity !== undefined);
}

function refused(message: string, hint: string): ValetKeyError {
  return new ValetKeyError('client_key_invalid', message, { hint });
}

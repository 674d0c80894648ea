import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CanaryFile } from '../core/tokens/storageCanary';

/**
 * @param folder the path of `globalStorageUri`, which the editor does not make
 * @param computer whose secret storage it is about: over SSH the folder is the remote's, and the storage that of
 * whichever computer a person sits at
 */
export function canaryFile(folder: string, computer: string): CanaryFile {
  // A hash, since it may hold anything.
  const name = createHash('sha256').update(computer).digest('hex').slice(0, 32);
  const file = join(folder, `secret-storage-${name}`);
  return {
    read: async () => {
      try {
        return await readFile(file, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: async (text) => {
      await mkdir(folder, { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
    },
    remove: () => rm(file, { force: true }),
  };
}

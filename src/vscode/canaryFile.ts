import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CanaryFile } from '../core/tokens/storageCanary';

/** @param folder the path of `globalStorageUri`, which the editor does not make */
export function canaryFile(folder: string): CanaryFile {
  const file = join(folder, 'secret-storage');
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

import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const form = /^[0-9a-f-]{36}$/;

/**
 * The random id of this host's storage folder, made on first use. Token records carry it in their keys, so that only
 * windows that share this folder, and so its locks, share records (law 5).
 * @param folder the path of `globalStorageUri`
 */
export async function readHostId(folder: string): Promise<string> {
  const file = join(folder, 'host-id');
  return (await readId(file)) ?? (await createId(folder, file));
}

/**
 * Two windows may do this at once: `link` is atomic and fails when the other was first. Where the file is damaged, or
 * the file system has no links, the file is put in place as a whole.
 */
async function createId(folder: string, file: string): Promise<string> {
  const id = randomUUID();
  const draft = `${file}.${id}`;
  await mkdir(folder, { recursive: true });
  await writeFile(draft, id, { mode: 0o600 });
  try {
    await link(draft, file).catch(async () => {
      if ((await readId(file)) === undefined) await rename(draft, file);
    });
    return (await readId(file)) ?? id;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readId(file: string): Promise<string | undefined> {
  try {
    const id = (await readFile(file, 'utf8')).trim();
    return form.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

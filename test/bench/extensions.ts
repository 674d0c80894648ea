import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runToEnd } from '../support/childProcess';
import { projectFolder } from '../support/projectFolder';
import type { InstalledVsCodeServer } from '../support/vscodeServer/install';
import { extensionIds, probeExtensionId } from './exchange';

export interface BenchExtensions {
  /** Holds Valet Key and the empty extension, both installed from a VSIX. */
  readonly extensionsDir: string;
  /** The folder of the probe, whose `activate` returns its context. */
  readonly probe: string;
  readonly vsixBytes: number;
  /** Of the file that holds the protocol, the transport and the receiver. */
  readonly engineBytes: number;
}

const vsce = path.join(projectFolder, 'node_modules', '@vscode', 'vsce', 'vsce');
const limit = { timeLimitMs: 5 * 60_000 };

/** Packs Valet Key and an empty extension, and installs both as a person would. */
export async function prepareExtensions(
  folder: string,
  { nodeExecutable, serverMain }: InstalledVsCodeServer,
): Promise<BenchExtensions> {
  const empty = await writeExtension(folder, extensionIds.empty, '() => {}');
  const probe = await writeExtension(folder, probeExtensionId, '(context) => context');
  const vsix = { ours: path.join(folder, 'ours.vsix'), empty: path.join(folder, 'empty.vsix') };
  await runToEnd('npm', ['run', 'package', '--', '--out', vsix.ours], { cwd: projectFolder, ...limit });
  await runToEnd(
    process.execPath,
    [vsce, 'package', '--allow-missing-repository', '--skip-license', '--out', vsix.empty],
    { cwd: empty, ...limit },
  );

  const extensionsDir = path.join(folder, 'extensions');
  await runToEnd(
    nodeExecutable,
    [
      serverMain,
      ...Object.values(vsix).flatMap((file) => ['--install-extension', file]),
      ...['--extensions-dir', extensionsDir],
      ...['--server-data-dir', path.join(folder, 'installation')],
      '--accept-server-license-terms',
    ],
    limit,
  );
  await activateOnlyWhenAsked(extensionsDir);
  return {
    extensionsDir,
    probe,
    vsixBytes: (await stat(vsix.ours)).size,
    engineBytes: await engineSize(extensionsDir),
  };
}

/** An extension with the manifest's `engines` and `main` of ours, and nothing else. */
async function writeExtension(parent: string, id: string, activate: string): Promise<string> {
  const { engines, main } = JSON.parse(
    await readFile(path.join(projectFolder, 'package.json'), 'utf8'),
  ) as Readonly<Record<'engines' | 'main', unknown>>;
  const [publisher, name] = id.split('.');
  const manifest = { publisher, name, version: '1.0.0', engines, main, activationEvents: [] };
  const folder = path.join(parent, id);
  const code = path.join(folder, String(main));
  await mkdir(path.dirname(code), { recursive: true });
  await writeFile(code, `exports.activate = ${activate};\n`);
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** The bench times the activation itself, which the editor would otherwise have begun by then. */
async function activateOnlyWhenAsked(extensionsDir: string): Promise<void> {
  const folders = await readdir(extensionsDir);
  const ours = folders.find((name) => name.startsWith(`${extensionIds.ours}-`));
  if (ours === undefined) throw new Error('Valet Key is not installed.');
  const file = path.join(extensionsDir, ours, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Readonly<Record<string, unknown>>;
  await writeFile(file, JSON.stringify({ ...manifest, activationEvents: [] }));
}

async function engineSize(extensionsDir: string): Promise<number> {
  const files = await readdir(extensionsDir, { recursive: true });
  const engine = files.find((file) => /^engine-.*\.js$/.test(path.basename(file)));
  if (engine === undefined) throw new Error('The VSIX holds no chunk of the engine.');
  return (await stat(path.join(extensionsDir, engine))).size;
}

import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

export interface SmallExtension {
  /** Its package.json. */
  readonly manifest: { readonly name: string; readonly publisher: string } & Readonly<
    Record<string, unknown>
  >;
  /** Its one source file, bundled to what the manifest has as `main`: `./extension.js`. */
  readonly source: string;
}

/** Builds an extension of this project's own and puts it among those of an editor. */
export function unpackSmallExtension(extensionsFolder: string, { manifest, source }: SmallExtension): void {
  const folder = path.join(extensionsFolder, idOf(manifest));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  buildSync({
    entryPoints: [source],
    outfile: path.join(folder, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
}

/**
 * Puts an extension that sends requests among those of an editor: the real one of the machine's own VS Code, or else a
 * stand-in with the same id.
 * @param elsewhere the folder of a real one that lies elsewhere
 * @returns which one it is, for the report
 */
export function unpackNeighbour(
  extensionsFolder: string,
  standIn: SmallExtension,
  elsewhere: string | undefined,
): string {
  const id = idOf(standIn.manifest);
  const real = elsewhere ?? findInstalled(id);
  if (real === undefined) {
    unpackSmallExtension(extensionsFolder, standIn);
    return `a stand-in for ${id}`;
  }
  cpSync(real, path.join(extensionsFolder, id), { recursive: true, dereference: true });
  return `the real ${id} ${versionOf(real)}`;
}

function versionOf(extension: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));
  return (manifest as { readonly version: string }).version;
}

/** The newest in the folders that VS Code and its server keep extensions in. */
function findInstalled(id: string): string | undefined {
  return ['.vscode', '.vscode-server']
    .map((folder) => path.join(homedir(), folder, 'extensions'))
    .flatMap((folder) => foldersIn(folder).map((name) => path.join(folder, name)))
    .filter((folder) => path.basename(folder).startsWith(`${id}-`))
    .sort()
    .at(-1);
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function idOf({ name, publisher }: SmallExtension['manifest']): string {
  return `${publisher}.${name}`;
}

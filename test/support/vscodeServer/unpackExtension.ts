import { cpSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../projectFolder';

/**
 * Installs the extension as it was just built into a folder of extensions, as unpacking its VSIX would. As a copy: an
 * editor may uninstall what it finds there.
 */
export function unpackExtension(extensionsFolder: string): void {
  for (const part of ['package.json', 'package.nls.json', 'dist', 'media']) {
    cpSync(path.join(projectFolder, part), path.join(extensionsFolder, 'valet-key', part), {
      recursive: true,
    });
  }
}

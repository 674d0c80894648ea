import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds package.json. The bundles lie at different depths below it, so it is looked for. */
export const projectFolder = findUp(__dirname);

function findUp(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error(`There is no package.json above ${__dirname}.`);
  return findUp(parent);
}

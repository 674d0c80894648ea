// node out/test/manifest.js: writes anew what in the manifest is made of `valetKey.profiles`. Run it when that has changed.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './support/projectFolder';
import { sharedSchemaOf } from './support/sharedSchema';

const file = path.join(projectFolder, 'package.json');
const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
  contributes: { configuration: { properties: Record<string, Record<string, unknown>> } };
};
const { configuration } = manifest.contributes;
configuration.properties = Object.fromEntries(
  Object.entries(configuration.properties)
    .filter(([setting]) => setting !== 'valetKey.workspaceProfiles')
    .flatMap(([setting, schema]) =>
      setting === 'valetKey.profiles'
        ? [
            [setting, schema],
            ['valetKey.workspaceProfiles', sharedSchemaOf(schema)],
          ]
        : [[setting, schema]],
    ),
);
writeFileSync(file, `${JSON.stringify(manifest, undefined, 2)}\n`);

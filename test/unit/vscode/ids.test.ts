import assert from 'node:assert/strict';
import manifest from '../../../package.json';
import strings from '../../../package.nls.json';
import { commands, contextKeys, languages, settings, viewContainers, views } from '../../../src/vscode/ids';

const { contributes } = manifest;
const sorted = (values: Iterable<string>) => [...values].sort();
const menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>> =
  contributes.menus;

/** Every string anywhere in the manifest. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** The members that a person reads, wherever they stand in `contributes`. */
const shown = new Set(
  'title category label name contextualTitle contents description markdownDescription patternErrorMessage errorMessage'.split(
    ' ',
  ),
);
function shownStrings(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    shown.has(key) && typeof inner === 'string' ? [inner] : shownStrings(inner),
  );
}

describe('the manifest and the code', () => {
  it('name the same commands, views, view containers and settings', () => {
    assert.deepEqual(
      sorted(contributes.commands.map(({ command }) => command)),
      sorted(Object.values(commands)),
    );
    assert.deepEqual(
      sorted(Object.values(contributes.views).flatMap((group) => group.map(({ id }) => id))),
      sorted(Object.values(views)),
    );
    assert.deepEqual(
      sorted(contributes.viewsContainers.activitybar.map(({ id }) => id)),
      sorted(Object.values(viewContainers)),
    );
    assert.deepEqual(sorted(Object.keys(contributes.views)), sorted(Object.values(viewContainers)));
    assert.deepEqual(
      sorted(Object.keys(contributes.configuration.properties)),
      sorted(Object.values(settings)),
    );
  });

  it('know the same language for tokens, with its colours and without links', () => {
    assert.ok(contributes.languages.some(({ id }) => id === languages.token));
    assert.deepEqual(
      contributes.grammars.map(({ language }) => language),
      [languages.token],
    );
    assert.equal(contributes.configurationDefaults[`[${languages.token}]`]['editor.links'], false);
  });

  it('know the same context keys', () => {
    const used = stringsIn(contributes).flatMap((text) =>
      [...text.matchAll(/valetKey\.(?:no|is|has|signInPending)\w*/g)].flat(),
    );
    assert.deepEqual(sorted(new Set(used)), sorted(Object.values(contextKeys)));
  });

  it('call a command by its own name', () => {
    for (const [name, id] of Object.entries(commands)) assert.equal(id, `valetKey.${name}`);
  });

  it('lead from menus and links to commands that exist', () => {
    const ids: readonly string[] = Object.values(commands);
    for (const item of Object.values(menus).flat()) assert.ok(ids.includes(item.command), item.command);
    const links = stringsIn(strings).flatMap((text) => [...text.matchAll(/\(command:([^)]+)\)/g)]);
    assert.equal(links.length, 2);
    for (const [, id] of links) assert.ok(ids.includes(id ?? ''), id);
  });

  it('show in the view’s menus only what belongs to the view', () => {
    for (const menu of ['view/title', 'view/item/context']) {
      for (const { when } of menus[menu] ?? [])
        assert.match(when, new RegExp(`^view == ${views.tokens}( && |$)`));
    }
    for (const { view } of contributes.viewsWelcome) assert.equal(view, views.tokens);
  });

  it('hide from the palette what needs a row, or is for a task', () => {
    const hidden = (menus.commandPalette ?? [])
      .filter(({ when }) => when === 'false')
      .map(({ command }) => command);
    assert.deepEqual(
      sorted(hidden),
      sorted([
        commands.accessToken,
        commands.openProfile,
        commands.moveClientSecret,
        commands.saveTokenAgain,
        commands.compareTokenWith,
        commands.copyTokenSummary,
        commands.removeToken,
        commands.switchClientAuthentication,
        commands.addOfflineAccess,
        commands.turnPkceOff,
        commands.addApiBaseUrl,
        commands.showRequestToken,
      ]),
    );
  });
});

describe('the manifest’s strings', () => {
  it('stand in package.nls.json, every one and no other', () => {
    const used = stringsIn(manifest).filter((text) => /^%.+%$/.test(text));
    assert.deepEqual(sorted(new Set(used.map((key) => key.slice(1, -1)))), sorted(Object.keys(strings)));
  });

  it('are keys wherever a person reads them', () => {
    const literal = [
      ...shownStrings(contributes),
      ...shownStrings(manifest.capabilities),
      manifest.displayName,
      manifest.description,
    ].filter((text) => !/^%.+%$/.test(text));
    assert.deepEqual(literal, []);
  });
});

import assert from 'node:assert/strict';
import manifest from '../../../../package.json';
import strings from '../../../../package.nls.json';
import {
  noProgramsHere,
  readBrowsers,
  unknownBrowser,
  type BrowsersRead,
} from '../../../../src/core/signIn/browsers';
import { fits, type JsonSchema } from '../../../support/jsonSchema';

const setting = manifest.contributes.configuration.properties['valetKey.browsers'];
const schema: JsonSchema = setting;

const good: Readonly<Record<string, unknown>> = {
  Work: ['google-chrome', '--profile-directory=Profile 1'],
  'Füchse & Co.': ['/opt/fire fox/firefox', '-P', 'a "b"', '{url}', ''],
  Windows: ['C:\\Program Files\\Mozilla Firefox\\firefox.exe', '--url={url}'],
  slashes: ['C:/Program Files/x.exe'],
  share: ['\\\\server\\share\\x.exe'],
  bare: ['open', '-a', 'Safari'],
  toString: ['x'],
};

const badCommands: readonly (readonly [unknown, RegExp])[] = [
  ['firefox', /^It must be a list of texts/],
  [{ program: 'firefox' }, /^It must be a list of texts/],
  [null, /^It must be a list of texts/],
  [['firefox', 7], /^It must be a list of texts/],
  [[], /^It names no program/],
  [['', 'x'], /^It names no program/],
  [[' '], /^It names no program/],
  [['--incognito'], /^It begins with an option/],
  [['./firefox'], /^The program must be a name such as "firefox", or a full path/],
  [['~/firefox'], /^The program must be a name/],
  [['bin\\firefox.exe'], /^The program must be a name/],
  [['{url}'], /^The program itself must not hold \{url\}/],
  [['/opt/{url}/x'], /^The program itself must not hold \{url\}/],
  [['fire\nfox'], /^It holds a control character/],
  [['firefox', 'a\0b'], /^It holds a control character/],
];

const badNames: readonly (readonly [string, RegExp])[] = [
  ['', /^A browser needs a name/],
  [' ', /^A browser needs a name/],
  [' Work', /begin or end with a space/],
  ['a\tb', /control character/],
  ['x'.repeat(101), /more than 100 characters/],
  ['private', /a meaning of its own/],
  ['default', /a meaning of its own/],
];

describe('valetKey.browsers', () => {
  it('is out of every workspace’s reach, and stays on this machine', () => {
    assert.equal(setting.scope, 'application');
    assert.equal(setting.ignoreSync, true);
  });

  it('gives programs with their arguments, byte for byte', () => {
    const { browsers, problems } = readBrowsers(good);
    assert.deepEqual([...problems], []);
    assert.deepEqual(
      [...browsers].map(([name, command]) => [name, [command.program, ...command.arguments]]),
      Object.entries(good),
    );
    assert.ok(fits(schema, good));
  });

  for (const nothing of [undefined, null, {}]) {
    it(`has no browser for ${JSON.stringify(nothing)}`, () => {
      assert.deepEqual(readBrowsers(nothing), { browsers: new Map(), problems: new Map() });
    });
  }

  for (const [bad, words] of badCommands) {
    it(`says what is wrong with ${JSON.stringify(bad)}; the others still work; the schema marks it, too`, () => {
      const { browsers, problems } = readBrowsers({ bad, ...good });
      assert.deepEqual([...browsers.keys()], Object.keys(good));
      assert.deepEqual([...problems.keys()], ['bad']);
      assert.match(problems.get('bad') ?? '', words);
      assert.ok(!fits(schema, { bad }));
    });
  }

  for (const [name, words] of badNames) {
    it(`says what is wrong with the name ${JSON.stringify(name.slice(0, 10))}; the schema marks it, too`, () => {
      const { browsers, problems } = readBrowsers({ [name]: ['x'], ...good });
      assert.deepEqual([...browsers.keys()], Object.keys(good));
      assert.match(problems.get(name) ?? '', words);
      assert.ok(!fits(schema, { [name]: ['x'] }));
    });
  }

  for (const value of ['firefox', 7, ['firefox'], true]) {
    it(`is no ${JSON.stringify(value)}: nothing works, and a sentence says why`, () => {
      const { browsers, mistake } = readBrowsers(value);
      assert.equal(browsers.size, 0);
      assert.match(mistake ?? '', /^valetKey\.browsers must be an object/);
      assert.ok(!fits(schema, value));
    });
  }

  it('has an example and snippets that are good', () => {
    const example = /Example: `(.+)`$/.exec(strings['setting.browsers'])?.[1] ?? '';
    const filled = setting.defaultSnippets.map(({ body }) =>
      JSON.stringify(body).replace(/\$\{\d:([^}]+)\}/g, '$1'),
    );
    assert.equal(filled.length, 3);
    for (const text of [example, ...filled]) {
      const value: unknown = JSON.parse(text);
      assert.deepEqual([...readBrowsers(value).problems], [], text);
      assert.ok(fits(schema, value), text);
    }
  });
});

describe('a browser that a profile names', () => {
  const told = (name: string, read: BrowsersRead) => {
    const { message, hint, remedy, otherRemedy } = unknownBrowser(name, read);
    return { text: `${message} ${hint ?? ''}`, remedies: [remedy, otherRemedy] };
  };

  it('and that nobody named in the settings: the error says which ones there are', () => {
    const { text, remedies } = told('Werk', readBrowsers({ Work: ['x'], Test: ['y'], '': [] }));
    assert.match(text, /no browser “Werk” in valetKey\.browsers.+Did you mean “Work”\?/);
    assert.match(text, /It has “Work”, “Test”; “private” and “default” work without one\.$/);
    assert.deepEqual(remedies, ['edit_profile', 'edit_browsers']);
  });

  it('where none is named at all', () => {
    assert.match(told('Work', readBrowsers(undefined)).text, /It has no entry yet; “private” and “default”/);
  });

  it('whose entry has a mistake: the error says which', () => {
    const { text, remedies } = told('Work', readBrowsers({ Work: [] }));
    assert.match(text, /^The browser “Work” in valetKey\.browsers cannot be used\. It names no program/);
    assert.deepEqual(remedies, ['edit_browsers', 'edit_profile']);
  });

  it('in a setting that is no object: the error says so', () => {
    assert.match(told('Work', readBrowsers('x')).text, /^valetKey\.browsers must be an object/);
  });

  it('with a name that would be a link: it is shown as text', () => {
    assert.doesNotMatch(told('[x](command:y)', readBrowsers(undefined)).text, /\]\(/);
  });

  it('where no program can be started: the error says why, and offers the default browser', () => {
    const error = noProgramsHere('This window works elsewhere.');
    assert.equal(error.message, 'This window works elsewhere.');
    assert.equal(error.remedy, 'use_default_browser');
  });
});

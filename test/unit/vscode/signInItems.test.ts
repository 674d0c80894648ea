import assert from 'node:assert/strict';
import { readBrowsers } from '../../../src/core/signIn/browsers';
import { signInItems, type SignInItem, type SignInMeans } from '../../../src/vscode/signInItems';
import { profileOf } from '../../support/harness';

const profile = (members = {}) => profileOf({ issuer: 'https://a.example', clientId: 'x', ...members });
const nothing: SignInMeans = { read: readBrowsers({}), found: undefined, obstacle: undefined };
const labels = (items: readonly SignInItem[]) => items.map(({ label }) => label.replace(/^\$\(.+?\) /, ''));

describe('what can be chosen for one sign-in', () => {
  it('with a browser that comes back: an account, too; each choice is what it says', () => {
    const { accounts, others } = signInItems(profile(), { ...nothing, found: 'Firefox' });
    assert.deepEqual(
      [...accounts, ...others].map(({ choices }) => choices),
      [{ prompt: 'select_account' }, { prompt: 'login' }, { browser: 'private' }, { browser: 'default' }],
    );
    assert.deepEqual(labels(accounts), ['Another Account', 'Sign In Again']);
    assert.deepEqual(labels(others), ['Private Window of Firefox', 'Default Browser']);
  });

  it('with a device code: a browser alone, since no prompt goes along', () => {
    const { accounts, others } = signInItems(profile({ grantType: 'device_code' }), nothing);
    assert.deepEqual(accounts, []);
    assert.deepEqual(labels(others), ['Default Browser']);
  });

  it('the person’s own browsers, with what is started; one with a mistake leads to the settings', () => {
    const read = readBrowsers({ 'Work $(x)': ['chrome', '--a=$(b)'], Bad: ['~/x'] });
    const [work, bad] = signInItems(profile(), { ...nothing, read }).others;
    assert.deepEqual(
      [work?.label, work?.detail, work?.choices],
      ['$(browser) Work \\$(x)', 'chrome --a=\\$(b)', { browser: 'Work $(x)' }],
    );
    assert.deepEqual(
      [bad?.label, bad?.description, bad?.choices],
      ['$(error) Bad', 'has a mistake', undefined],
    );
    assert.match(bad?.detail ?? '', /^The program must be a name/);
  });

  it('a setting that is no object is said, too', () => {
    const [wrong] = signInItems(profile(), { ...nothing, read: readBrowsers('firefox') }).others;
    assert.equal(wrong?.label, '$(error) valetKey.browsers');
    assert.equal(wrong.choices, undefined);
  });

  for (const [browser, usual] of [
    [undefined, 'Default Browser'],
    ['default', 'Default Browser'],
    ['private', 'Private Window of Firefox'],
    ['Work', 'Work'],
  ] as const) {
    it(`says that ${usual} is as usual where the profile says ${browser ?? 'nothing'}`, () => {
      const means = { ...nothing, read: readBrowsers({ Work: ['x'] }), found: 'Firefox' };
      const { others } = signInItems(profile(browser && { browser }), means);
      assert.deepEqual(labels(others.filter(({ description }) => description === 'as usual')), [usual]);
    });
  }

  it('where no program can be started, each that would be one says so', () => {
    const means = { read: readBrowsers({ Work: ['x'] }), found: undefined, obstacle: 'elsewhere' };
    const { others } = signInItems(profile(), means);
    assert.deepEqual(labels(others.filter(({ detail }) => detail?.startsWith('Not in this window'))), [
      'Private Window',
      'Work',
    ]);
  });
});

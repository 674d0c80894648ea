import assert from 'node:assert/strict';
import {
  fixesFor,
  placeholderInstead,
  type Fix,
} from '../../../../../src/core/requestFiles/diagnostics/fixes';
import { good } from '../../profiles/exampleProfiles';
import { jwtOf, start, summary } from '../../tokens/exampleTokens';
import { applied, knowledgeOf, look, type World } from './marked';

const opaque = '4f9AqpXz71_bKd83hLQvT0-cW2yR';
const expired = jwtOf({ exp: start / 1000 - 1 });
const at = (...apiBaseUrls: string[]) => ({ ...good, apiBaseUrls });

/** The ways out of the first thing that is wrong with this code. */
function fixes(text: string, code: string, world: World, owner?: string): readonly Fix[] {
  const finding = look(text, world).find((one) => one.code === code) ?? assert.fail(`no ${code}`);
  return fixesFor(finding, (line) => text.split('\n')[line] ?? '', knowledgeOf(world), owner);
}

const titles = (found: readonly Fix[]) => found.map(({ title }) => title);

function after(text: string, fix: Fix | undefined): string {
  return applied(text, fix?.edits ?? assert.fail('it edits nothing'));
}

describe('the ways out', () => {
  describe('of a literal token', () => {
    const text = `GET https://api.example.com/me\nAuthorization: Bearer ${opaque}\nAccept: */*`;
    const world: World = { profiles: { free: good, api: at('https://api.example.com'), last: good } };

    it('L12: the placeholder of the profile that the request’s host belongs to, and of no other', () => {
      const found = fixes(text, 'literalToken', world);
      assert.deepEqual(titles(found), ['Use Placeholder of “api”', 'Remove This Header']);
      assert.deepEqual(
        found.map(({ isPreferred }) => isPreferred),
        [true, false],
      );
      assert.equal(after(text, found[0]), text.replace(opaque, '{{$processEnv VALET_KEY_API}}'));
      assert.equal(after(text, found[1]), 'GET https://api.example.com/me\nAccept: */*');
    });

    it('L12: first of the profile whose token it is', () => {
      assert.deepEqual(titles(fixes(text, 'literalToken', world, 'last')).slice(0, 2), [
        'Use Placeholder of “last”',
        'Use Placeholder of “api”',
      ]);
    });

    it('L12: of the profile that the comment names', () => {
      const hinted = `# @valetkey last\n${text.replace('api.example', 'other.example')}`;
      assert.deepEqual(titles(fixes(hinted, 'literalToken', world))[0], 'Use Placeholder of “last”');
    });

    it('L12: of any where nothing says which; without a profile only the header can go', () => {
      const other = text.replace('api.example', 'other.example');
      assert.equal(titles(fixes(other, 'literalToken', world)).length, 4);
      assert.deepEqual(titles(fixes(other, 'literalToken', {})), ['Remove This Header']);
    });

    it('L12: in the form of the neighbour that is there', () => {
      const [fix] = fixes(text, 'literalToken', { ...world, placeholder: 'httpYac' });
      assert.equal(after(text, fix), text.replace(opaque, '{{$auth.token("api")}}'));
    });

    it('L7: of a profile whose name would end the placeholder: never more than one placeholder', () => {
      const name = 'a}} {{b';
      const [fix] = fixes(text, 'literalToken', { profiles: { [name]: good }, placeholder: 'httpYac' });
      if (fix?.edits === undefined) return assert.fail();
      const [, line = ''] = applied(text, fix.edits).split('\n');
      const value = line.slice('Authorization: Bearer '.length);
      assert.ok(fix.title === 'Remove This Header' || /^\{\{[^{}]*\}\}$/.test(value), value);
    });

    it('L12: for all at once, only where it is certain which profile is meant', () => {
      const change = (where: string, given = world, owner?: string) => {
        const [finding] = look(text.replace('api.example', where), given);
        return finding && placeholderInstead(finding, knowledgeOf(given), owner);
      };
      assert.equal(change('api.example')?.kind, 'replace');
      assert.equal(change('other.example'), undefined);
      assert.equal(change('other.example', world, 'free')?.kind, 'replace');
      assert.equal(change('other.example', { profiles: { one: good } })?.kind, 'replace');
      assert.equal(change('other.example', {}), undefined);
    });

    it('of an expired one: a new token, too', () => {
      const found = fixes(text.replace(opaque, expired), 'expiredToken', world);
      assert.deepEqual(titles(found), [
        'Use Placeholder of “api”',
        'Get New Access Token of “api”',
        'Remove This Header',
      ]);
      assert.deepEqual(found[1]?.command, { name: 'getNewAccessToken', profile: 'api' });
    });
  });

  it('of a profile that does not exist: the one that may be meant, in the same form', () => {
    const world: World = { profiles: { 'okta-dev': good } };
    for (const [written, meant] of [
      ['{{$processEnv VALET_KEY_OKTA_DEW}}', '{{$processEnv VALET_KEY_OKTA_DEV}}'],
      ['{{$auth.token("okta-dew")}}', '{{$auth.token("okta-dev")}}'],
    ] as const) {
      const text = `GET https://a.example\nAuthorization: Bearer ${written}`;
      const found = fixes(text, 'unknownProfile', world);
      assert.deepEqual(titles(found), ['Use “okta-dev”', 'Add Profile…']);
      assert.equal(after(text, found[0]), text.replace(written, meant));
    }
    const hint = '# @valetkey okta-dew\nGET https://a.example';
    assert.equal(after(hint, fixes(hint, 'unknownProfile', world)[0]), hint.replace('dew', 'dev'));
    assert.deepEqual(titles(fixes(hint, 'unknownProfile', {})), ['Add Profile…']);
  });

  it('T20: of a foreign host: the profile that is for it, or the address for this one', () => {
    const world: World = { profiles: { a: at('https://a.example'), b: at('https://b.example') } };
    const text = '# @valetkey a\nGET https://b.example/x';
    const found = fixes(text, 'foreignHost', world);
    assert.deepEqual(titles(found), ['Use “b”', 'Add https://b.example to apiBaseUrls of “a”']);
    assert.equal(after(text, found[0]), '# @valetkey b\nGET https://b.example/x');
    assert.deepEqual(found[1]?.command, { name: 'addApiBaseUrl', profile: 'a', url: 'https://b.example' });
    const here = fixes(text.replace('https://b.example', 'http://localhost:3000'), 'foreignHost', world);
    assert.deepEqual(titles(here), ['Add http://localhost:3000 to apiBaseUrls of “a”']);
    const inClear = fixes(text.replace('https://b.example', 'http://b.example'), 'foreignHost', world);
    assert.deepEqual(titles(inClear), []);
  });

  it('L15: of plain http: https; and none where the address comes from a variable', () => {
    const text = `GET http://a.example\nAuthorization: Bearer ${opaque}`;
    assert.equal(after(text, fixes(text, 'plainHttp', {})[0]), text.replace('http:', 'https:'));
    assert.deepEqual(
      fixes(`@h=http://a.example\n${text.replace('http://a.example', '{{h}}')}`, 'plainHttp', {}),
      [],
    );
  });

  it('L16: of a token in a URL: the parameter goes, and the others stay', () => {
    for (const [query, rest] of [
      ['?access_token=T', ''],
      ['?access_token=T&a=1', '?a=1'],
      ['?a=1&access_token=T', '?a=1'],
      ['?a=1&access_token=T&b=2', '?a=1&b=2'],
    ] as const) {
      const text = `GET https://a.example/x${query.replace('T', opaque)} HTTP/1.1`;
      assert.equal(after(text, fixes(text, 'tokenInUrl', {})[0]), `GET https://a.example/x${rest} HTTP/1.1`);
    }
  });

  it('G1: of a host that is another profile’s: never a variable that stands for a third one', () => {
    const text = 'GET https://a.example\nAuthorization: Bearer {{$processEnv VALET_KEY_OTHER}}';
    const [first] = fixes(text, 'foreignHost', {
      profiles: { 'okta-dev': good, other: { ...good, apiBaseUrls: ['https://b.example'] } },
      shared: { 'okta.dev': { ...good, apiBaseUrls: ['https://a.example'] } },
    });
    assert.equal(
      after(text, first),
      text.replace('{{$processEnv VALET_KEY_OTHER}}', '{{$auth.token("okta.dev")}}'),
    );
  });

  it('of a variable that is written nearly so: one that stands for a profile', () => {
    const text = 'GET https://a.example\nAuthorization: Bearer {{$processEnv VALET_KEY_OKTA_DEVX}}';
    const mended = after(
      text,
      fixes(text, 'unknownProfile', { profiles: { 'okta-dev': good }, shared: { 'okta.dev': good } })[0],
    );
    assert.equal(mended, text.replace('OKTA_DEVX', 'OKTA_DEV'));
    const shared = { 'okta.dev': good, 'okta dev': good };
    assert.deepEqual(titles(fixes(text, 'unknownProfile', { shared })), ['Add Profile…']);
  });

  it('of what a command mends: that command', () => {
    const profiles = { p: good };
    const text = 'GET https://a.example\nAuthorization: Bearer {{$processEnv VALET_KEY_P}}';
    assert.deepEqual(fixes(text, 'missingToken', { profiles })[0]?.command, {
      name: 'getNewAccessToken',
      profile: 'p',
    });
    const empty = fixes(text, 'emptyVariable', { profiles, tokens: { p: [summary('x')] }, sendsEmpty: true });
    assert.deepEqual(
      empty.map(({ command }) => command),
      [{ name: 'sendWithFreshToken', line: 1 }, { name: 'keepVariablesLive' }],
    );
    assert.deepEqual(titles(fixes(text, 'sharedVariable', { profiles: { p: good, P: good } })), [
      'Open Profile “p” in Settings',
      'Open Profile “P” in Settings',
    ]);
    assert.deepEqual(titles(fixes(text, 'unusableProfile', { profiles: { p: { x: 1 } } })), [
      'Open Profile “p” in Settings',
    ]);
  });
});

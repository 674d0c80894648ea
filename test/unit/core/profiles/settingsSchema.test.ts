import assert from 'node:assert/strict';
import manifest from '../../../../package.json';
import { presets } from '../../../../src/core/profiles/presets';
import { grantTypes, tokenEndpointAuthMethods } from '../../../../src/core/profiles/profile';
import { profileMembers } from '../../../../src/core/profiles/profileSchema';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';

const setting = manifest.contributes.configuration.properties['valetKey.profiles'];
const profile = setting.additionalProperties;
/** The schema of each member; only what the tests look at. */
const members: Readonly<
  Record<
    string,
    {
      readonly pattern?: string;
      readonly enum?: string[];
      readonly default?: unknown;
      readonly markdownDescription: string;
    }
  >
> = profile.properties;

describe('the settings’ JSON schema', () => {
  it('is out of every workspace’s reach, and stays on this machine', () => {
    assert.equal(setting.scope, 'application');
    assert.equal(setting.ignoreSync, true);
  });

  it('has the members that a profile is read with, refuses all others, and a client secret with words', () => {
    assert.deepEqual(
      Object.keys(members)
        .filter((member) => member !== 'clientSecret')
        .sort(),
      [...profileMembers].sort(),
    );
    assert.equal(profile.additionalProperties, false);
    assert.deepEqual(profile.properties.clientSecret.not, {});
    assert.ok(profile.properties.clientSecret.errorMessage);
  });

  it('has the same values to choose from, each explained, and the same defaults', () => {
    assert.deepEqual(members.grantType?.enum, grantTypes);
    assert.deepEqual(members.tokenEndpointAuthMethod?.enum, tokenEndpointAuthMethods);
    assert.equal(profile.properties.grantType.markdownEnumDescriptions.length, grantTypes.length);
    assert.equal(
      profile.properties.tokenEndpointAuthMethod.markdownEnumDescriptions.length,
      tokenEndpointAuthMethods.length,
    );
    const [read] = readProfiles({ p: { issuer: 'https://a.example', clientId: 'x' } }).profiles;
    assert.equal(members.grantType?.default, read?.grantType);
    assert.equal(members.allowHttp?.default, read?.allowHttp);
  });

  it('requires what is required', () => {
    const required = profileMembers.filter((member) => {
      const all = { issuer: 'https://a.example', clientId: 'x' };
      const rest = Object.fromEntries(Object.entries(all).filter(([name]) => name !== member));
      return readProfiles({ p: rest }).problems.some((problem) => problem.member === member);
    });
    assert.deepEqual(profile.required, required);
    assert.deepEqual(profile.anyOf, [{ required: ['issuer'] }, { required: ['tokenEndpoint'] }]);
  });

  const urls = [
    'https://a.example',
    'https://a.example:8443/x/?a=%20&b',
    'http://[::1]:8080/x',
    'http://localhost',
  ];
  const badUrls = [
    '',
    'a.example',
    'https://u:p@a.example/',
    'https://a.example/#f',
    'https://a.example/{t}',
    'ftp://a',
  ];
  const values: readonly (readonly [member: string, good: readonly string[], bad: readonly string[]])[] = [
    [
      'issuer',
      ['https://a.example', 'https://a.example/t/'],
      [...badUrls, 'https://a.example?x', 'https://a.example/.well-known/x'],
    ],
    ['authorizationEndpoint', urls, badUrls],
    ['tokenEndpoint', urls, badUrls],
    ['jwksUri', urls, badUrls],
    ['clientId', ['x', 'a b', 'ü'], ['', ' ', ' x', 'x ', 'a\nb']],
    ['scope', ['openid', 'a b', 'https://x/.default'], ['', ' a', 'a ', 'a  b', 'a,b', 'a"b', 'é']],
    [
      'redirectUri',
      ['http://127.0.0.1', 'http://localhost:1/cb?x=1', 'http://[::1]:7890/'],
      [
        '',
        '/cb',
        'https://127.0.0.1/',
        'http://example.com/',
        'http://127.0.0.1/#f',
        'http://127.0.0.1.example.com/',
      ],
    ],
  ];
  for (const [member, good, bad] of values) {
    it(`marks the same mistakes of ${member} as they are typed`, () => {
      const pattern = new RegExp(members[member]?.pattern ?? assert.fail('no pattern'), 'u');
      const whole = { issuer: 'https://a.example', clientId: 'x' };
      for (const value of [...good, ...bad]) {
        const { problems } = readProfiles({ p: { ...whole, [member]: value } });
        const isGood = good.includes(value);
        assert.equal(
          problems.every((problem) => problem.member !== member),
          isGood,
          `code: ${value}`,
        );
        assert.equal(pattern.test(value), isGood, `schema: ${value}`);
      }
    });
  }

  it('knows the same names of profiles', () => {
    const pattern = new RegExp(setting.propertyNames.pattern, 'u');
    const names = ['a', 'a b', 'Ökta – dev', 'x'.repeat(100), '', ' ', ' a', 'a ', 'a\tb', 'x'.repeat(101)];
    for (const [index, name] of names.entries()) {
      const { problems } = readProfiles({ [name]: { issuer: 'https://a.example', clientId: 'x' } });
      assert.equal(problems.length === 0, index < 4, `code: ${name}`);
      assert.equal(pattern.test(name), index < 4, `schema: ${name}`);
    }
  });

  it('has snippets that are good profiles once their placeholders are filled', () => {
    const filled = (body: unknown): unknown =>
      JSON.parse(
        JSON.stringify(body)
          .replace(/\$\{\d\|([^,|]+)[^|]*\|\}/g, '$1')
          .replace(/\$\{\d:([^}]+)\}/g, '$1'),
      );
    assert.equal(profile.defaultSnippets.length, 3 + presets.length);
    for (const { body } of profile.defaultSnippets) {
      assert.deepEqual(readProfiles({ p: filled(body) }).problems, []);
    }
    assert.equal(setting.defaultSnippets.length, 3 + presets.length);
    for (const { body } of setting.defaultSnippets) assert.deepEqual(readProfiles(filled(body)).problems, []);
  });
});

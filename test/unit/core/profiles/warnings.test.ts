import assert from 'node:assert/strict';
import { describeProfile, describeGrant } from '../../../../src/core/profiles/describeProfile';
import { grantTypes, type Profile } from '../../../../src/core/profiles/profile';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { isInsecure, warningsAmong, warningsOf } from '../../../../src/core/profiles/warnings';
import { byHand, exampleOf, good, readWithWorkspace } from './exampleProfiles';

const alone = (profile: Profile) => ({ names: [profile.name], profiles: [profile] });

describe('warnings of a profile', () => {
  it('G16: mark what the standards advise against, and nothing else', () => {
    const insecure = grantTypes.filter((grantType) => isInsecure(exampleOf(grantType)));
    assert.deepEqual(insecure, ['hybrid', 'implicit', 'password']);
  });

  it('are sentences that say what to use instead', () => {
    const cases: readonly (readonly [Parameters<typeof exampleOf>, RegExp])[] = [
      [['password'], /^Insecure: password gives this client your password.* Use authorization_code/],
      [['implicit'], /^Insecure: implicit puts the access token into the browser’s address/],
      [['hybrid'], /^Insecure: hybrid lets tokens pass through the browser/],
      [['authorization_code', { codeChallengeMethod: 'none' }], /^Insecure: without PKCE .* Use S256/],
      [['code_credentials', { codeChallengeMethod: 'plain' }], /^Insecure: PKCE with plain .* Use S256/],
      [
        ['authorization_code', { redirectUri: 'http://app.example/cb' }],
        /^Insecure: the redirectUri is http on another machine.* Use an https address/,
      ],
      [
        ['device_code', { tokenQueryParameter: 'access_token' }],
        /^Insecure: tokenQueryParameter puts the token into URLs/,
      ],
      [['device_code', { allowHttp: true }], /^Insecure: allowHttp lets tokens and secrets travel in clear/],
    ];
    for (const [[grantType, more], expected] of cases) {
      const [warning, ...others] = warningsOf(exampleOf(grantType, more));
      assert.match(warning ?? '', expected);
      assert.deepEqual(others, []);
    }
  });

  it('stand where a profile is described', () => {
    const profile = exampleOf('password', { allowHttp: true, scope: 'read' });
    assert.equal(describeGrant(profile), 'password, insecure');
    const [warning, second] = warningsOf(profile);
    assert.equal(
      describeProfile(profile, alone(profile)),
      [
        'password',
        'Server: https://login.example.com',
        'Client: app (no client secret)',
        'Grant: password, insecure',
        'Scope: read',
        `• ${warning ?? ''}`,
        `• ${second ?? ''}`,
      ].join('\n'),
    );
    const bound = exampleOf('password', { apiBaseUrls: ['https://a.example/v1', 'https://b.example'] });
    assert.match(
      describeProfile(bound, alone(bound)),
      /^For: https:\/\/a\.example\/v1, https:\/\/b\.example$/m,
    );
    const plain = exampleOf('client_credentials');
    assert.equal(describeGrant(plain), 'client credentials');
    assert.ok(!describeProfile(plain, alone(plain)).includes('•'));
  });
});

describe('warnings of a profile among others', () => {
  /** The warnings of each profile of a setting, by name. */
  const among = (settings: Readonly<Record<string, unknown>>) => {
    const read = readProfiles(settings);
    assert.deepEqual(read.problems, []);
    return read.profiles.map((profile) => warningsAmong(profile, read));
  };

  it('G12: one issuer with different endpoints', () => {
    const other = { ...byHand, ...good, tokenEndpoint: 'https://login.example.com/token2' };
    const [a, b, c] = among({ a: { ...byHand, ...good }, b: other, c: good });
    assert.match(a?.join() ?? '', /^“b” has the same issuer and other endpoints\./);
    assert.match(b?.join() ?? '', /^“a” has the same issuer and other endpoints\./);
    assert.deepEqual(c, [], 'what is discovered is the issuer’s word');
    const same = { ...byHand, ...good };
    assert.deepEqual(among({ a: same, b: { ...same, clientId: 'second' } }), [[], []]);
  });

  it('one redirect URI at two servers', () => {
    const redirectUri = 'http://127.0.0.1:7890/callback';
    const elsewhere = { issuer: 'https://other.example', clientId: 'app', redirectUri };
    const [a, b, c, d] = among({
      a: { ...good, redirectUri },
      b: elsewhere,
      c: { ...elsewhere, redirectUri: 'http://127.0.0.1:7891/callback' },
      d: { ...good, grantType: 'code_credentials', redirectUri },
    });
    assert.match(a?.join() ?? '', /^“b” has the same redirectUri at another server/);
    assert.match(b?.join() ?? '', /^“a” has the same redirectUri at another server/);
    assert.deepEqual([c, d], [[], []]);
    assert.deepEqual(among({ a: { ...good, redirectUri }, b: { ...byHand, redirectUri } }), [[], []]);
  });

  it('M10: one key file at two servers', () => {
    const key = { tokenEndpointAuthMethod: 'private_key_jwt', clientKeyFile: '/k.pem' };
    const [a, b, c] = among({
      a: { ...good, ...key },
      b: { issuer: 'https://other.example', clientId: 'app', ...key },
      c: { ...good, ...key, clientId: 'second', clientKeyFile: '/other.pem' },
    });
    assert.match(a?.join() ?? '', /^“b” signs with the same key at another server/);
    assert.match(b?.join() ?? '', /^“a” signs with the same key/);
    assert.deepEqual(c, []);
  });

  it('R7: one variable for two profiles', () => {
    const second = { ...good, clientId: 'second' };
    const [a, b, c] = among({ 'okta.dev': good, 'Okta-Dev': second, 'okta-test': second });
    assert.equal(
      a?.join(),
      '“okta.dev” and “Okta-Dev” would both have the variable VALET_KEY_OKTA_DEV, so neither has it. Rename one of them.',
    );
    assert.match(
      b?.join() ?? '',
      /^“Okta-Dev” and “okta\.dev” would both have the variable VALET_KEY_OKTA_DEV/,
    );
    assert.deepEqual(c, []);
  });

  it('G1, R7: one variable for the person’s own profile and a workspace’s: the problem of this alone', () => {
    const read = readWithWorkspace({ 'okta-dev': good }, { 'okta.dev': good });
    const [mine = assert.fail(), theirs = assert.fail()] = read.profiles;
    assert.deepEqual(warningsAmong(mine, read), []);
    assert.deepEqual(warningsAmong(theirs, read), [
      '“okta.dev” has no variable: VALET_KEY_OKTA_DEV is kept for your own profile “okta-dev”. Rename one of the two.',
    ]);
    assert.doesNotMatch(describeProfile(theirs, read), /approved/);
    assert.match(
      describeProfile(theirs, { ...read, unapproved: new Set([theirs.name]) }),
      /^okta\.dev\nFrom this workspace: .*\nNot approved yet: you read all of it before it is used\n/,
    );
    assert.match(
      describeProfile(theirs, read),
      /From this workspace: .*\n[^]*\n• “okta\.dev” has no variable/,
    );
  });
});

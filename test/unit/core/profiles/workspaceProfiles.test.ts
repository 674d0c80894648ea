import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fingerprint } from '../../../../src/core/profiles/fingerprint';
import { isShared, originOf, profileKey } from '../../../../src/core/profiles/profileSource';
import type { SharedSetting } from '../../../../src/core/profiles/readAllProfiles';
import { good } from './exampleProfiles';
import { api, web, read, sharedOf, problemsOf } from './sharedProfiles';

const namesOf = (own: unknown, ...shared: SharedSetting[]) => read(own, ...shared).names;

describe('profiles that a workspace shares', () => {
  it('G1: the person’s own keeps its name and every member; both are there, told apart', () => {
    const theirs = { ...good, issuer: 'https://evil.example', scope: 'all' };
    const { names, profiles, shared, unapproved } = read({ p: good }, api({ p: theirs }));
    assert.deepEqual(names, ['p', 'p (api)']);
    assert.deepEqual(profiles[0], read({ p: good }).profiles[0]);
    assert.equal(profiles[1]?.issuer, 'https://evil.example');
    assert.equal(originOf('p', shared, unapproved), undefined);
    assert.equal(originOf('p (api)', shared, new Set(['p (api)'])), 'from this workspace · not approved yet');
  });

  it('has its own name where no other has it, and is told from those of other folders', () => {
    assert.deepEqual(namesOf({ mine: good }, api({ p: good })), ['mine', 'p']);
    assert.deepEqual(namesOf(undefined, api({ p: good }), web({ p: good, q: good })), [
      'p (api)',
      'p (web)',
      'q',
    ]);
    const namesakes = [api({ p: good }), { ...api({ p: good }), uri: 'file:///other/api' }];
    assert.deepEqual(namesOf({ p: good }, ...namesakes), ['p', 'p (api)', 'p (api 2)']);
  });

  it('no name occurs twice, and the person’s own keep theirs, whatever a workspace writes', () => {
    const names = fc.constantFrom('p', 'p (api)', 'p (api 2)', 'q', '', '__proto__', 'p (web)');
    const setting = fc.dictionary(names, fc.constant(good));
    fc.assert(
      fc.property(setting, setting, setting, (own, first, second) => {
        const all = read(own, api(first), web(second));
        assert.equal(new Set(all.names).size, all.names.length, JSON.stringify(all.names));
        assert.deepEqual(all.names.slice(0, Object.keys(own).length), Object.keys(own));
        assert.equal(all.shared?.size, Object.keys(first).length + Object.keys(second).length);
        for (const profile of all.profiles) assert.equal(all.shared.has(profile.name), isShared(profile));
        const keys = all.profiles.map(profileKey);
        assert.equal(new Set(keys).size, keys.length);
      }),
    );
  });

  it('builds on profiles of its own folder alone', () => {
    const exchange = { ...good, grantType: 'token_exchange', subjectProfile: 'mine' };
    assert.match(
      read({ mine: good }, api({ exchange })).problems[0]?.message ?? '',
      /is not in the settings/,
    );
    assert.deepEqual(read(undefined, api({ exchange, mine: good })).problems, []);
  });

  it('a setting that is no object is one problem, which says which setting', () => {
    for (const value of [[], 'x', 1, true]) {
      const { problems, profiles } = read({ p: good }, api(value));
      assert.equal(profiles.length, 1);
      assert.deepEqual(
        problems.map(({ profile, message }) => [profile, message]),
        [['(api)', 'valetKey.workspaceProfiles must be an object: { "name of the profile": { … } }.']],
      );
    }
  });

  it('its name has nothing invisible that could make it look like another', () => {
    const { problems } = read(undefined, api({ 'p\u200b': good, 'p\u202e': good }));
    assert.equal(problems.length, 2);
    for (const { message } of problems) assert.match(message, /invisible/);
  });

  it('G1: its name makes no link, no icon and no line of its own', () => {
    const names = ['[Continue](command:evil)', 'a$(check)', 'a\u2028b', 'a\ud800', 'a\nb'];
    const { problems, profiles } = read(
      undefined,
      api(Object.fromEntries(names.map((name) => [name, good]))),
    );
    assert.deepEqual(profiles, []);
    assert.deepEqual(
      problems.map(({ message }) => message),
      [
        'The name of a profile must not hold “](” or “$(”, of which editors make links and icons.',
        'The name of a profile must not hold “](” or “$(”, of which editors make links and icons.',
        'The name of a profile must not hold an invisible character.',
        'The name of a profile must not hold an invisible character.',
        'The name of a profile must not hold a control character.',
      ],
    );
    assert.deepEqual(read(undefined, api({ 'a [b] (c) $x': good })).problems, []);
  });

  const refusals: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    'G5: allowHttp': { allowHttp: true },
    'G5: strictSSL': { strictSSL: false },
    'G5: proxy': { proxy: 'http://127.0.0.1:1' },
    'a key file': {
      grantType: 'client_credentials',
      tokenEndpointAuthMethod: 'private_key_jwt',
      clientKeyFile: '/k.pem',
    },
    'G14: a client secret in any spelling': { client_secret: 'x' },
    'G11: a variable': { scope: '${env:HOME}' },
    'G11: a variable deep in it': { tokenRequest: { parameters: { a: '${env:HOME}' } } },
    'G11: a client secret in a variable': { clientSecret: '${env:SECRET}' },
    'G11: ${workspaceFolder}': { audience: '${workspaceFolder}' },
  };
  for (const [what, more] of Object.entries(refusals)) {
    it(`${what} is refused, in one sentence or two, once`, () => {
      const problems = problemsOf({ ...good, ...more });
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.ok(problems[0]?.endsWith('.'));
    });
  }

  it('G5: nobody is told to write what is refused then', () => {
    const [problem = ''] = problemsOf({ ...good, issuer: 'http://idp.example' });
    assert.match(problem, /^issuer is not https.* use a profile of your own with "allowHttp": true\.$/);
    assert.equal(problemsOf({ ...good, issuer: 'http://idp.example', allowHttp: true }).length, 1);
  });

  it('programs and sessions of VS Code are refused; what is pasted is not', () => {
    for (const members of [
      { grantType: 'command', command: ['sh', '-c', 'evil'] },
      { grantType: 'vscode_session', authenticationProvider: 'github' },
    ]) {
      const problems = problemsOf(members);
      assert.ok(
        problems.some((problem) =>
          problem.includes(`"${members.grantType}" is refused in a profile that a workspace shares`),
        ),
        problems.join('\n'),
      );
    }
    assert.deepEqual(problemsOf({ grantType: 'pasted_token' }), []);
  });

  it('G5: http on this machine needs no permission, as in the person’s own', () => {
    assert.deepEqual(problemsOf({ ...good, issuer: 'http://127.0.0.1:8080' }), []);
    assert.match(problemsOf({ ...good, issuer: 'http://login.example.com' })[0] ?? '', /not https/);
  });
});

describe('the fingerprint of a profile that a workspace shares', () => {
  it('G2: is that of no profile of the person’s, of no other folder and of no other name', async () => {
    const own = read({ p: good }).profiles[0] ?? assert.fail();
    const prints = await Promise.all(
      [
        own,
        sharedOf(good),
        sharedOf(good, web),
        read(undefined, api({ q: good })).profiles[0] ?? assert.fail(),
      ].map(fingerprint),
    );
    assert.equal(new Set(prints).size, 4);
  });

  it('stays when the person gets a namesake of their own: its tokens are not lost', async () => {
    const beside = read({ p: good }, api({ p: good })).profiles[1] ?? assert.fail();
    assert.equal(beside.name, 'p (api)');
    assert.equal(await fingerprint(beside), await fingerprint(sharedOf(good)));
  });

  it('is another for another pasted token, too', async () => {
    const pasted = { grantType: 'pasted_token' };
    assert.notEqual(
      await fingerprint(sharedOf(pasted)),
      await fingerprint(read({ p: pasted }).profiles[0] ?? assert.fail()),
    );
  });
});

import assert from 'node:assert/strict';
import { describeProfile } from '../../../../src/core/profiles/describeProfile';
import { fingerprint } from '../../../../src/core/profiles/fingerprint';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { good } from './exampleProfiles';

const values: Readonly<Record<string, string>> = {
  HOST: 'login.example.com',
  CLIENT: 'app',
  SECRET: 'from the environment',
  EMPTY: '',
};
const environment = (name: string) => values[name];

const readOne = (members: Readonly<Record<string, unknown>>) => readProfiles({ p: members }, { environment });
const profileOf = (members: Readonly<Record<string, unknown>>) => {
  const { profiles, problems } = readOne(members);
  return profiles[0] ?? assert.fail(problems.map(({ message }) => message).join(' '));
};
const problemsOf = (members: Readonly<Record<string, unknown>>) =>
  readOne(members).problems.map(({ member, message }) => `${member}: ${message}`);

const withVariables = { issuer: 'https://${env:HOST}', clientId: '${env:CLIENT}' };

describe('environment variables in a profile', () => {
  it('S9: stand for their values wherever text is, however deep', () => {
    const profile = profileOf({
      ...withVariables,
      resource: ['https://${env:HOST}/api'],
      tokenRequest: { headers: { 'X-Tenant': '${env:CLIENT}-${env:CLIENT}' } },
      assertion: { subject: '${env:CLIENT}', claims: { a: ['${env:HOST}'] } },
      grantType: 'jwt_bearer',
    });
    assert.equal(profile.issuer, 'https://login.example.com');
    assert.deepEqual(profile.resource, ['https://login.example.com/api']);
    assert.equal(profile.tokenRequest?.headers?.['X-Tenant'], 'app-app');
    assert.deepEqual(profile.assertion?.claims, { a: ['login.example.com'] });
  });

  it('law 2: the fingerprint is that of what they stand for', async () => {
    assert.equal(await fingerprint(profileOf(withVariables)), await fingerprint(profileOf(good)));
  });

  it('G11: are shown as they are written', () => {
    const text = describeProfile(profileOf(withVariables), { names: [], profiles: [] });
    assert.match(text, /Server: https:\/\/\$\{env:HOST\}\nClient: \$\{env:CLIENT\} /);
    assert.ok(!text.includes('login.example.com'));
  });

  it('S9: one that is not set is the one problem of its member, and names the variable', () => {
    assert.deepEqual(problemsOf({ ...good, issuer: 'https://${env:GONE}' }), [
      'issuer: The environment variable GONE, which issuer names, is not set where VS Code runs. Set it, and start VS Code anew.',
    ]);
    assert.match(problemsOf({ ...good, clientId: '${env:EMPTY}' }).join(), /clientId is empty/);
  });

  it('G11: any other ${…} is a problem, and is not sent as it stands', () => {
    for (const text of ['${workspaceFolder}', '${config:x}', '${env:}', '${HOME}', '${command:x}']) {
      for (const member of ['clientId', 'issuer', 'scope', 'audience']) {
        const problems = problemsOf({ ...good, [member]: text });
        assert.equal(problems.length, 1, problems.join('\n'));
        assert.match(problems[0] ?? '', /which is not replaced here: a profile knows \$\{env:NAME\} alone/);
      }
    }
  });

  it('a command keeps what its program may know', () => {
    const command = ['sh', '-c', 'echo ${TOKEN} ${env:CLIENT}'];
    assert.deepEqual(profileOf({ grantType: 'command', command }).command, ['sh', '-c', 'echo ${TOKEN} app']);
  });

  it('the value of one is not looked into for others', () => {
    const nested = (name: string) => ({ A: '${env:SECRET}', SECRET: 'x' })[name];
    const { profiles } = readProfiles({ p: { ...good, audience: '${env:A}' } }, { environment: nested });
    assert.equal(profiles[0]?.audience, '${env:SECRET}');
  });
});

describe('a client secret in an environment variable', () => {
  const posts = { ...good, tokenEndpointAuthMethod: 'client_secret_post' };

  it('G11: is named in the profile, which does not hold it', () => {
    const profile = profileOf({ ...posts, clientSecret: '${env:SECRET}' });
    assert.equal(profile.clientSecretVariable, 'SECRET');
    assert.ok(!JSON.stringify(profile).includes('from the environment'));
  });

  it('G14: in any other form, it is noticed and not used', () => {
    for (const written of ['shh', 'x${env:SECRET}', '${env:SECRET}x', '${env:SECRET}${env:SECRET}', 1]) {
      const { problems } = readOne({ ...posts, clientSecret: written });
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        ['client_secret_in_settings'],
      );
      assert.ok(!JSON.stringify(problems).includes('from the environment'));
    }
    assert.equal(readOne({ ...posts, client_secret: '${env:SECRET}' }).problems.length, 1);
  });

  it('one that is not set, or that nobody sends, is a problem', () => {
    assert.match(
      problemsOf({ ...posts, clientSecret: '${env:GONE}' }).join(),
      /GONE, which clientSecret names, is not set/,
    );
    assert.match(
      problemsOf({ ...posts, clientSecret: '${env:EMPTY}' }).join(),
      /EMPTY, which clientSecret names, is not set/,
    );
    assert.match(problemsOf({ ...good, clientSecret: '${env:SECRET}' }).join(), /clientSecret has no effect/);
  });
});

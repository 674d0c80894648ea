import assert from 'node:assert/strict';
import { describeProfile } from '../../../../src/core/profiles/describeProfile';
import { fingerprint } from '../../../../src/core/profiles/fingerprint';
import { otherSources } from '../../../../src/core/profiles/otherSources';
import { isUnattended } from '../../../../src/core/profiles/profile';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { exampleOf, good, membersOf, mistakeTable, problemsOf } from './exampleProfiles';

const command = (...words: unknown[]) => ({ grantType: 'command', command: words });

describe('readProfiles: sources that are no OAuth grants', () => {
  mistakeTable([
    [
      'a session of nobody',
      { grantType: 'vscode_session' },
      'authenticationProvider: authenticationProvider is missing. Write who keeps the sign-in: "github"',
    ],
    ['a command that is not written', { grantType: 'command' }, 'command: command is missing.'],
    [
      'a command as it is typed into a terminal',
      { grantType: 'command', command: 'gh auth token' },
      'command: command must be a list of texts, the program and each of its arguments: ["az"',
    ],
    ['a command of nothing', command(), 'command: command is empty.'],
    [
      'a command in one text',
      command('gh auth token'),
      'command: command[0] is the program alone. Write each argument as a text of its own:',
    ],
    [
      'a number among the arguments',
      command('x', 7, 'y', 8),
      'command: command[1] must be',
      'command: command[3]',
    ],
    ['a program without a name', command(' '), 'command: command[0] is empty.'],
    [
      'a program whose place depends on where one is',
      command('./token.sh'),
      'command: command[0] must be the name of a program, or an absolute path',
    ],
    [
      'a program in the home folder',
      command('~/token.sh'),
      'command: command[0] must be the name of a program',
    ],
    ['a program with a line break', command('a\nb'), 'command: command[0] holds a control character.'],
    [
      'an argument that no program can be given',
      command('a', 'b\0'),
      'command: command[1] holds a NUL character.',
    ],
    [
      'a path that is none',
      { ...command('x'), tokenPath: 'a..b' },
      'tokenPath: tokenPath must be names of members with a dot between two of them',
    ],
    [
      'what is for an authorization server',
      { ...command('x'), ...good, scope: 'read', strict: true, tokenEndpointAuthMethod: 'none' },
      'issuer: issuer has no effect: with command the token comes from the output of a command, and no authorization server is asked. Remove it, or write another grantType.',
      'strict: strict has no effect',
      'clientId: clientId has no effect',
      'tokenEndpointAuthMethod: tokenEndpointAuthMethod has no effect',
      'scope: scope has no effect',
    ],
    [
      'what is for another source',
      { grantType: 'pasted_token', authenticationProvider: 'github', command: ['x'], tokenPath: 'a' },
      'authenticationProvider: authenticationProvider has no effect: with pasted_token the token comes from whoever pastes it',
      'command: command has no effect',
      'tokenPath: tokenPath has no effect',
    ],
    [
      'a source’s members with a grant',
      { ...good, authenticationProvider: 'github', command: ['x'], tokenPath: 'a' },
      'authenticationProvider: authenticationProvider has no effect with the grant type authorization_code. Remove it, or write grantType: it belongs to vscode_session.',
      'command: command has no effect with the grant type authorization_code. Remove it, or write grantType: it belongs to command.',
      'tokenPath: tokenPath has no effect',
    ],
    [
      'a client id that is no text, beside a source that has none',
      { grantType: 'pasted_token', clientId: 7 },
      'clientId: clientId has no effect',
    ],
    [
      'a client secret in plain text, there as anywhere',
      { grantType: 'pasted_token', clientSecret: 'x' },
      'clientSecret: clientSecret lies in the settings in plain text',
    ],
  ]);

  it('lets pass what they use, and openid, which VS Code’s Microsoft sign-in takes', () => {
    const variant = { group: 'orders', environment: 'dev' };
    for (const source of otherSources) assert.deepEqual(problemsOf({ ...membersOf(source), ...variant }), []);
    assert.deepEqual(problemsOf({ ...membersOf('vscode_session'), scope: 'openid User.Read' }), []);
    assert.deepEqual(problemsOf({ ...command('C:\\a b\\x.exe', '', 'a "b" $c'), tokenPath: 'a.0' }), []);
  });

  it('reads them without a client, and with what a program is run by as it is written', () => {
    const read = exampleOf('command');
    assert.deepEqual([read.clientId, read.tokenEndpointAuthMethod], ['', 'none']);
    assert.deepEqual(read.command, ['gh', 'auth', 'token']);
  });

  it('lets another profile build on their tokens', () => {
    const exchange = { ...membersOf('token_exchange'), subjectProfile: 'cli' };
    assert.deepEqual(readProfiles({ exchange, cli: command('gh') }).problems, []);
  });

  it('a person is needed for a pasted token alone', () => {
    assert.deepEqual(
      otherSources.filter((source) => isUnattended(exampleOf(source))),
      ['vscode_session', 'command'],
    );
  });

  it('are described by what they are, without the arguments of a command', () => {
    const words = (members: object, name = 'p') => {
      const read = readProfiles({ [name]: members });
      return describeProfile(read.profiles[0] ?? assert.fail(), read);
    };
    assert.equal(words(command('/opt/bin/az', 'account')), 'p\nSource: command (az), no OAuth grant');
    assert.equal(
      words({ ...membersOf('vscode_session'), scope: 'repo' }),
      'p\nSource: VS Code session (VS Code, github), no OAuth grant\nScope: repo',
    );
    assert.equal(words(membersOf('pasted_token')), 'p\nSource: pasted token, no OAuth grant');
  });
});

describe('the fingerprint of a source', () => {
  const print = async (members: object, name = 'p') =>
    await fingerprint(readProfiles({ [name]: members }).profiles[0] ?? assert.fail());

  it('is of what names it, so that no token is taken for another source’s', async () => {
    const prints = [
      await print(membersOf('vscode_session')),
      await print({ ...membersOf('vscode_session'), authenticationProvider: 'microsoft' }),
      await print(command('gh')),
      await print(command('gh', 'auth')),
      await print(command('gh auth'.replace(' ', '-'))),
      await print({ grantType: 'pasted_token' }),
      await print({ grantType: 'pasted_token' }, 'another'),
      await print(good),
    ];
    assert.equal(new Set(prints).size, prints.length);
  });

  it('stays with a new name and all that does not name it; a pasted token has nothing but its name', async () => {
    assert.equal(await print(command('gh'), 'a'), await print({ ...command('gh'), tokenPath: 'x' }, 'b'));
    const session = membersOf('vscode_session');
    assert.equal(await print(session, 'a'), await print({ ...session, scope: 'repo' }, 'b'));
  });
});

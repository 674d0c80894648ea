import assert from 'node:assert/strict';
import { approvalOf, describeForApproval } from '../../../../src/core/profiles/approval';
import { good } from './exampleProfiles';
import { web, read, sharedOf, problemsOf } from './sharedProfiles';

describe('the approval of a profile', () => {
  it('G3: changes with every member, however deep, and with nothing else', async () => {
    const members = { ...good, tokenRequest: { parameters: { a: '1', b: '2' } } };
    const before = await approvalOf(sharedOf(members));
    assert.equal(
      await approvalOf(
        sharedOf({ tokenRequest: { parameters: { b: '2', a: '1' } }, clientId: 'app', issuer: good.issuer }),
      ),
      before,
    );
    for (const more of [
      { issuer: 'https://other.example' },
      { tokenEndpoint: 'https://other.example/token' },
      { scope: 'a' },
      { redirectUri: 'https://other.example/cb' },
      { tokenRequest: { parameters: { a: '1', b: '3' } } },
      { codeChallengeMethod: 'plain' },
      { browser: 'private' },
      { strict: true },
    ]) {
      assert.notEqual(await approvalOf(sharedOf({ ...members, ...more })), before, JSON.stringify(more));
    }
    assert.notEqual(await approvalOf(sharedOf(members, web)), before);
  });

  it('G2, G5: shows the issuer, each endpoint, the client, the grant, the redirect URI, what is added, and what is asked', () => {
    const text = describeForApproval(
      sharedOf({
        ...good,
        tokenEndpoint: 'https://evil.example/token',
        scope: 'all of it',
        redirectUri: 'https://evil.example/cb',
        tokenEndpointAuthMethod: 'client_secret_post',
        codeChallengeMethod: 'none',
        authorizationRequest: { parameters: { access_type: 'offline' } },
      }),
    );
    for (const line of [
      'Written in: file:///home/me/api',
      'Gets its token by: authorization code, insecure',
      'issuer: https://login.example.com',
      'tokenEndpoint: https://evil.example/token',
      'clientId: app',
      'scope: all of it',
      'redirectUri: https://evil.example/cb',
      'authorizationRequest: {"parameters":{"access_type":"offline"}}',
      'codeChallengeMethod: none',
      'Client authentication: client_secret_post',
      'Valet Key will ask you anew for the client secret, and send it there. No secret and no token of your own profiles is used for it.',
    ])
      assert.ok(text.split('\n').includes(line), `${line}\n\n${text}`);
    assert.match(text, /• Insecure: without PKCE/);
  });

  it('has a line for every member that is no default, whatever it holds; no value makes a line of its own', () => {
    const text = describeForApproval(
      sharedOf({
        ...good,
        scope: 'openid',
        claims: { 'a\nClient authentication: nothing': 1 },
        audience: 'x'.repeat(1000),
      }),
    );
    assert.ok(!text.includes('\nClient authentication: nothing'));
    assert.ok(text.split('\n').includes(`audience: ${'x'.repeat(1000)}`), text);
  });

  it('G2: nothing that counts is cut off: each item of a list has a line, the last word of a scope is there', () => {
    const padding = `https://api.good.com/${'a'.repeat(290)}`;
    const text = describeForApproval(
      sharedOf({
        ...good,
        apiBaseUrls: [padding, 'https://evil.example'],
        scope: `${'openid '.repeat(60)}Directory.ReadWrite.All`,
        authorizationDetails: [{ type: 'a'.repeat(290) }, { type: 'all_of_it' }],
      }),
    );
    const lines = text.split('\n');
    const list = lines.indexOf('apiBaseUrls:');
    assert.deepEqual(lines.slice(list + 1, list + 3), [`    • ${padding}`, '    • https://evil.example']);
    assert.match(text, /^scope: .* Directory\.ReadWrite\.All$/m);
    assert.ok(lines.includes('    • {"type":"all_of_it"}'), text);
  });

  it('G2: blanks cannot wrap a part of a value onto a line that looks like another member', () => {
    const text = describeForApproval(
      sharedOf({ ...good, audience: `x${' '.repeat(300)}\u3000\u2800\u2800issuer: https://good.example` }),
    );
    assert.match(text, /^audience: x issuer: https:\/\/good\.example$/m);
  });

  it('G2: one that nobody could read whole is refused, in a sentence that says what is too long', () => {
    const urls = (count: number) => Array.from({ length: count }, (_, index) => `https://a.example/${index}`);
    const fitting = { ...good, apiBaseUrls: urls(35) };
    assert.deepEqual(problemsOf(fitting), []);
    for (const [member, more] of Object.entries({
      apiBaseUrls: { apiBaseUrls: urls(60) },
      scope: { scope: 'x'.repeat(3000) },
      // Twice as wide.
      audience: { audience: '長'.repeat(1300) },
      authorizationRequest: { authorizationRequest: { parameters: { a: 'x'.repeat(3000) } } },
    })) {
      const problems = problemsOf({ ...good, ...more });
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(
        problems[0] ?? '',
        new RegExp(`at most\\. This one takes \\d+, and ${member} is the longest`),
      );
    }
    assert.deepEqual(read({ p: { ...good, scope: 'x'.repeat(3000) } }).problems, []);
  });
});

import assert from 'node:assert/strict';
import { good, membersOf, mistakeTable, problemsOf } from './exampleProfiles';

const deep = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

describe('readProfiles: what is added to requests', () => {
  mistakeTable([
    [
      'a parameter that has a member of its own',
      { ...good, authorizationRequest: { parameters: { max_age: '60' } } },
      'authorizationRequest: authorizationRequest.parameters.max_age cannot be added: Valet Key sends it itself. Write maxAge instead.',
    ],
    [
      'a parameter that protects the person',
      { ...good, authorizationRequest: { parameters: { state: 'x', nonce: 'y' } } },
      /authorizationRequest\.parameters\.state cannot be added.* It is made anew for each sign-in\.$/,
      /authorizationRequest\.parameters\.nonce cannot be added/,
    ],
    [
      'a client secret',
      { ...good, tokenRequest: { parameters: { client_secret: 'hunter2' } } },
      'tokenRequest: tokenRequest.parameters.client_secret cannot be added: Valet Key sends it itself. Valet Key asks for the client secret',
    ],
    [
      'a secret of another name',
      { ...good, refreshRequest: { parameters: { app_secret: 'x' }, headers: { 'X-Api-Key': 'x' } } },
      'refreshRequest: refreshRequest.parameters.app_secret looks like a secret by its name, and settings lie in plain text. Remove it.',
      'refreshRequest: refreshRequest.headers.X-Api-Key looks like a secret by its name',
    ],
    [
      'a header that is not for a profile to write',
      { ...good, tokenRequest: { headers: { Authorization: 'x', 'content-type': 'text/plain' } } },
      'tokenRequest: tokenRequest.headers.Authorization cannot be added: Valet Key writes this header itself',
      'tokenRequest: tokenRequest.headers.content-type cannot be added',
    ],
    [
      'one header twice',
      { ...good, tokenRequest: { headers: { 'X-A': 'b', 'x-a': 'c' } } },
      'tokenRequest: tokenRequest.headers.x-a is written twice, in another case. Remove one.',
    ],
    [
      'a line break that would begin another header',
      { ...good, tokenRequest: { headers: { 'X-A': 'b\r\nX-Evil: c' } } },
      'tokenRequest: tokenRequest.headers.X-A must be visible ASCII characters',
    ],
    [
      'everything at once',
      { ...good, tokenRequest: { headers: [], parameters: { a: 1, b: '' }, body: {} } },
      'tokenRequest: tokenRequest.headers must be an object',
      'tokenRequest: tokenRequest.parameters.a must be text in quotes.',
      'tokenRequest: tokenRequest.parameters.b is empty',
      'tokenRequest: tokenRequest.body does not exist. What is added to a request stands in parameters or in headers.',
    ],
    ['a text', { ...good, tokenRequest: 'a=b' }, 'tokenRequest: tokenRequest must be an object'],
  ]);

  it('repeats no value, and cleans each name', () => {
    const value = 'hunter2-s3cret\n';
    const pairs = { state: value, 'a b': value, x: value, 'x-secret': value, '‮\u0000evil': value };
    const problems = problemsOf({ ...good, tokenRequest: { parameters: pairs, headers: pairs } });
    assert.ok(problems.length >= 9, problems.join('\n'));
    assert.doesNotMatch(problems.join(' '), /hunter2|[\p{Cc}\p{Cf}]/u);
  });
});

describe('readProfiles: members within members', () => {
  mistakeTable([
    [
      'an assertion that says nothing right',
      {
        ...membersOf('jwt_bearer'),
        assertion: { sub: 'me', lifetime: '300', claims: { exp: 1, scope: 'a' } },
      },
      'assertion: assertion.subject is missing. Write whom the token is for',
      'assertion: assertion.lifetime must be a whole number of seconds without quotes: from 1 to 86400.',
      'assertion: “sub” is not a member of assertion.',
      'assertion: assertion.claims.exp cannot be added: Valet Key writes it itself. Write assertion.lifetime instead.',
    ],
    [
      'a slip of the pen in an assertion',
      { ...membersOf('jwt_bearer'), assertion: { subject: 'me', audence: 'x' } },
      'assertion: “audence” is not a member of assertion. Did you mean audience?',
    ],
    [
      'one authorization detail without a list',
      { ...good, authorizationDetails: { type: 'a' } },
      'authorizationDetails: authorizationDetails must be a list of objects, even when it is only one',
    ],
    [
      'authorization details without a type',
      { ...good, authorizationDetails: [{ type: 'a' }, { actions: [] }, 'x'] },
      'authorizationDetails: authorizationDetails[1] needs a type in quotes',
      'authorizationDetails: authorizationDetails[2] must be an object',
    ],
    [
      'a resource that is a name, and one with a fragment',
      { ...good, resource: ['api', 'https://a.example/#x', 7] },
      'resource: resource[0] must be an absolute URI such as https://api.example.com/ (RFC 8707 §2). A name that is no URI belongs into audience.',
      'resource: resource[1] must not have a fragment',
      'resource: resource[2] must be text in quotes.',
    ],
    [
      'JSON that is deeper than anything that means something',
      {
        ...good,
        scope: 'openid',
        claims: deep(40),
        authorizationDetails: [{ type: 'a', more: deep(5000) }],
      },
      'authorizationDetails: authorizationDetails is nested too deep',
      'claims: claims is nested too deep: more than 32 levels.',
    ],
    [
      'a prompt that forbids and asks',
      { ...good, prompt: 'none login' },
      'prompt: prompt has none beside another value',
    ],
    [
      'a max age in quotes',
      { ...good, scope: 'openid', maxAge: '60' },
      'maxAge: maxAge must be a whole number of seconds',
    ],
    [
      'a token type by its short name',
      { ...membersOf('token_exchange'), subjectTokenType: 'access_token' },
      'subjectTokenType: subjectTokenType must be a URI. Write it in full, for example urn:ietf:params:oauth:token-type:access_token',
    ],
    [
      'a path that depends on where the editor was started',
      { ...good, tokenEndpointAuthMethod: 'private_key_jwt', clientKeyFile: '~/keys/app.pem' },
      'clientKeyFile: clientKeyFile must be an absolute path',
    ],
  ]);

  it('lets pass JSON of any usual depth', () => {
    assert.deepEqual(problemsOf({ ...good, scope: 'openid', claims: deep(30) }), []);
  });
});

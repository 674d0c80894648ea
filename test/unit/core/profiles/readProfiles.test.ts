import assert from 'node:assert/strict';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { byHand, good, problemsOf } from './exampleProfiles';

/** What stands in every profile that says nothing else. */
const defaults = {
  scopeSeparator: ' ',
  codeChallengeMethod: 'S256',
  codeVerifier: 'generate',
  requirePushedAuthorizationRequests: false,
  dpopBoundAccessTokens: false,
  allowHttp: false,
  strict: false,
};

describe('readProfiles: what is good', () => {
  it('fills in what is not written', () => {
    assert.deepEqual(readProfiles({ p: good }).profiles, [
      {
        name: 'p',
        source: 'user',
        issuer: 'https://login.example.com',
        grantType: 'authorization_code',
        clientId: 'app',
        tokenEndpointAuthMethod: 'none',
        ...defaults,
      },
    ]);
  });

  it('takes endpoints by hand, and every member as it is written', () => {
    const members = {
      ...byHand,
      issuer: 'https://login.example.com/tenant/',
      jwksUri: 'https://login.example.com/keys?v=2',
      grantType: 'authorization_code',
      tokenEndpointAuthMethod: 'client_secret_basic_raw',
      scope: 'openid https://graph.example.com/.default urn:x:y',
      redirectUri: 'http://127.0.0.1:7890/callback',
      allowHttp: true,
    };
    assert.deepEqual(readProfiles({ p: members }).profiles, [
      { name: 'p', source: 'user', ...defaults, ...members },
    ]);
  });

  it('sends the secret of client credentials by Basic unless told otherwise', () => {
    const { profiles } = readProfiles({ p: { ...good, grantType: 'client_credentials' } });
    assert.equal(profiles[0]?.tokenEndpointAuthMethod, 'client_secret_basic');
  });

  it('needs no authorizationEndpoint where nobody signs in', () => {
    const { tokenEndpoint, clientId } = byHand;
    assert.deepEqual(problemsOf({ tokenEndpoint, clientId, grantType: 'client_credentials' }), []);
    assert.deepEqual(problemsOf({ tokenEndpoint, clientId, grantType: 'refresh_token' }), []);
  });

  it('allows http on this machine, and elsewhere with allowHttp', () => {
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080']) {
      assert.deepEqual(problemsOf({ issuer: `http://${host}`, clientId: 'app' }), []);
    }
    assert.deepEqual(problemsOf({ issuer: 'http://idp.test', clientId: 'app', allowHttp: true }), []);
  });

  it('A18: keeps the query of a redirect URI, byte for byte', () => {
    const redirectUri = 'http://localhost:7890/Callback/?a=%2F&b';
    assert.equal(readProfiles({ p: { ...good, redirectUri } }).profiles[0]?.redirectUri, redirectUri);
  });

  it('is as empty as the setting', () => {
    for (const value of [undefined, null, {}]) {
      assert.deepEqual(readProfiles(value), { names: [], profiles: [], problems: [] });
    }
  });
});

describe('readProfiles: a client secret in the settings', () => {
  it('G14: is noticed however it is spelled, whatever it holds, and is never repeated', () => {
    for (const member of ['clientSecret', 'client_secret', 'ClientSecret', 'client-secret']) {
      for (const value of ['hunter2-s3cret', '', 7, null]) {
        const { profiles, problems } = readProfiles({ p: { ...good, [member]: value } });
        assert.deepEqual(profiles, [], 'not used while it is there');
        assert.deepEqual(
          problems.map((problem) => [problem.member, problem.kind]),
          [[member, 'client_secret_in_settings']],
        );
        assert.ok(!JSON.stringify(problems).includes('hunter2'));
      }
    }
  });

  it('repeats no value of any member, since a secret can stand in the wrong place', () => {
    const secret = 'hunter2,s3cret{} ';
    const names = ['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'jwksUri', 'grantType', 'clientId'];
    names.push('tokenEndpointAuthMethod', 'scope', 'redirectUri', 'allowHttp', 'password', 'client_secret');
    const { problems } = readProfiles({ p: Object.fromEntries(names.map((name) => [name, secret])) });
    assert.ok(problems.length >= names.length);
    assert.ok(!JSON.stringify(problems).includes('hunter2'));
  });
});

describe('readProfiles: hostile values', () => {
  it('takes names that objects have by themselves for what they are: names', () => {
    const value: unknown = JSON.parse(
      '{"__proto__":{"issuer":"https://a.example","clientId":"x"},"constructor":{"issuer":"https://a.example","clientId":"x"},"toString":1}',
    );
    const { profiles, problems } = readProfiles(value);
    assert.deepEqual(
      profiles.map(({ name }) => name),
      ['__proto__', 'constructor'],
    );
    assert.deepEqual(
      problems.map(({ profile }) => profile),
      ['toString'],
    );
  });

  it('believes no member that a profile only inherits', () => {
    const own = { clientId: 'app' };
    const inheriting: unknown = Object.setPrototypeOf(own, { issuer: 'https://evil.example' });
    assert.match(problemsOf(inheriting).join(), /The profile does not say where the authorization server is/);
    const written: unknown = JSON.parse('{"clientId":"app","__proto__":{"issuer":"https://evil.example"}}');
    assert.deepEqual(
      readProfiles({ p: written }).problems.map(({ member }) => member),
      ['__proto__', undefined],
    );
  });

  it('never throws, and answers at once', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    const long = 'x'.repeat(1_000_000);
    for (const junk of [deep, long, NaN, { toString: null }, [], '\ud800', '\0', '‮']) {
      for (const value of [
        junk,
        { p: junk },
        { p: { ...good, clientId: junk, scope: junk, issuer: junk } },
      ]) {
        assert.doesNotThrow(() => readProfiles(value));
      }
    }
    const { problems } = readProfiles({ p: { ...good, [long]: 1, '‮\u0000evil': 1 } });
    assert.equal(problems.length, 2);
    for (const { message } of problems) {
      assert.ok(message.length < 1000);
      assert.doesNotMatch(message, /[\p{Cc}\p{Cf}]/u);
    }
  });
});

import assert from 'node:assert/strict';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import { byHand, good, mistakeTable, problemsOf } from './exampleProfiles';

describe('readProfiles: mistakes', () => {
  mistakeTable([
    [
      'nothing written',
      {},
      'clientId: clientId is missing. Write',
      '-: The profile does not say where the authorization server is.',
    ],
    [
      'no server',
      { clientId: 'app' },
      '-: The profile does not say where the authorization server is. Write issuer, or authorizationEndpoint and tokenEndpoint.',
    ],
    [
      'only an authorizationEndpoint',
      { ...byHand, tokenEndpoint: undefined },
      /^tokenEndpoint: .*quotes/,
      /^tokenEndpoint: tokenEndpoint is missing/,
    ],
    [
      'no authorizationEndpoint for signing in',
      { clientId: 'app', tokenEndpoint: byHand.tokenEndpoint },
      'authorizationEndpoint: authorizationEndpoint is missing. Write it, or issuer',
    ],
    [
      'client credentials without a server',
      { clientId: 'app', grantType: 'client_credentials' },
      '-: The profile does not say where the authorization server is. Write issuer, or tokenEndpoint.',
    ],
    [
      'a letter in the wrong case',
      { issuer: good.issuer, clientid: 'app' },
      'clientId: clientId is missing',
      'clientid: “clientid” is not a member of a profile. Did you mean clientId?',
    ],
    [
      'snake case',
      { ...good, redirect_uri: 'http://127.0.0.1:1/' },
      'redirect_uri: “redirect_uri” is not a member of a profile. Did you mean redirectUri?',
    ],
    [
      'a slip of the pen',
      { ...good, scopes: 'read' },
      'scopes: “scopes” is not a member of a profile. Did you mean scope?',
    ],
    [
      'a member of something else',
      { ...good, colour: 'red' },
      'colour: “colour” is not a member of a profile. Remove it. Ctrl+Space',
    ],
    ['an empty clientId', { ...good, clientId: '' }, 'clientId: clientId is empty.'],
    [
      'a clientId with a copied blank',
      { ...good, clientId: 'app ' },
      'clientId: clientId has a space before or after it',
    ],
    [
      'a clientId with a copied line break inside',
      { ...good, clientId: 'a\npp' },
      'clientId: clientId holds a control character',
    ],
    [
      'a clientId that is a number',
      { ...good, clientId: 12345 },
      'clientId: clientId must be text in quotes.',
    ],
    [
      'a grant type that is written nearly so',
      { ...good, grantType: 'authorizationCode' },
      'grantType: grantType has a value that does not exist. Did you mean "authorization_code"?',
    ],
    [
      'a grant type that does not exist',
      { ...good, grantType: 'magic' },
      'grantType: grantType must be one of "authorization_code", "hybrid", "implicit", "device_code", ',
    ],
    [
      'an authentication method that does not exist',
      { ...good, tokenEndpointAuthMethod: 'basic' },
      'tokenEndpointAuthMethod: tokenEndpointAuthMethod must be one of "none", ',
    ],
    [
      'client credentials without a secret',
      { ...good, grantType: 'client_credentials', tokenEndpointAuthMethod: 'none' },
      'tokenEndpointAuthMethod: tokenEndpointAuthMethod is none, but client_credentials needs a client secret',
    ],
    ['allowHttp in quotes', { ...good, allowHttp: 'true' }, 'allowHttp: allowHttp must be true or false'],
    [
      'D10: openid without an issuer',
      { ...byHand, scope: 'openid read' },
      'scope: scope asks for openid, and without issuer',
    ],
    ['scopes with commas', { ...good, scope: 'openid,profile' }, 'scope: scope has a comma.'],
    ['scopes as a list', { ...good, scope: ['openid', 'profile'] }, 'scope: scope must be text in quotes.'],
    [
      'two blanks between scopes',
      { ...good, scope: 'openid  profile' },
      'scope: scope has a space too many.',
    ],
    ['an empty scope', { ...good, scope: '' }, 'scope: scope is empty.'],
    [
      'a quote in a scope',
      { ...good, scope: 'a"b' },
      'scope: scope holds a character that no scope can have',
    ],
    [
      'http on another machine',
      { ...byHand, tokenEndpoint: 'http://login.example.com/token' },
      'tokenEndpoint: tokenEndpoint is not https, so tokens would travel in clear.',
    ],
    [
      'a host that only looks like this machine',
      { ...good, issuer: 'http://localhost.example.com' },
      'issuer: issuer is not https',
    ],
    [
      'another scheme',
      { ...byHand, jwksUri: 'ftp://login.example.com/keys' },
      'jwksUri: jwksUri must begin with https://.',
    ],
    [
      'javascript',
      { ...byHand, authorizationEndpoint: 'javascript:alert(1)' },
      'authorizationEndpoint: authorizationEndpoint is not an absolute URL.',
    ],
    [
      'a fragment in an endpoint',
      { ...byHand, tokenEndpoint: 'https://login.example.com/token#x' },
      'tokenEndpoint: tokenEndpoint must not have a fragment.',
    ],
    [
      'a placeholder left in a URL',
      { ...byHand, tokenEndpoint: 'https://login.example.com/{tenant}/token' },
      'tokenEndpoint: tokenEndpoint holds characters that do not belong in a URL.',
    ],
    [
      'a blank after a URL',
      { ...good, issuer: 'https://login.example.com ' },
      'issuer: issuer has a space before or after it.',
    ],
    [
      'C5: an issuer with a query',
      { ...good, issuer: 'https://login.example.com/?t=1' },
      'issuer: issuer must not have a query.',
    ],
    [
      'C5: an issuer with a fragment',
      { ...good, issuer: 'https://login.example.com#x' },
      'issuer: issuer must not have a fragment.',
    ],
    [
      'C5: an issuer with userinfo',
      { ...good, issuer: 'https://a:b@login.example.com' },
      'issuer: issuer must not hold a user name or password.',
    ],
    [
      'C5: an issuer that is no URL',
      { ...good, issuer: 'login.example.com' },
      'issuer: issuer is not an absolute URL.',
    ],
    ['C5: an issuer that is a number', { ...good, issuer: 7 }, 'issuer: issuer must be text in quotes.'],
    [
      'an issuer that is the metadata’s address',
      { ...good, issuer: 'https://login.example.com/.well-known/openid-configuration' },
      'issuer: issuer is the address of its metadata.',
    ],
    [
      'A18: a redirect URI with a fragment',
      { ...good, redirectUri: 'http://127.0.0.1:7890/cb#x' },
      'redirectUri: redirectUri must not have a fragment.',
    ],
    [
      'A18: a redirect URI that is not absolute',
      { ...good, redirectUri: '/callback' },
      'redirectUri: redirectUri is not an absolute URL.',
    ],
    [
      'a redirect URI that runs something',
      { ...good, redirectUri: 'javascript:/alert(1)' },
      'redirectUri: redirectUri begins with javascript:, to which no server sends a browser.',
    ],
    [
      'a redirect URI with a password',
      { ...good, redirectUri: 'https://me:pw@app.example/cb' },
      'redirectUri: redirectUri must not hold a user name or password.',
    ],
    [
      'a posted form that would leave this computer',
      { ...good, redirectUri: 'https://app.example/cb', responseMode: 'form_post' },
      'responseMode: responseMode makes the server answer as a form, which arrives only at a redirectUri on this computer.',
    ],
    [
      'F13: a fragment in a link that opens the editor',
      { ...good, redirectUri: 'cursor://valetkey.valet-key/callback', responseMode: 'fragment' },
      'redirectUri: redirectUri opens the editor with a link, and the answer of this profile comes in a fragment',
    ],
    [
      'a redirect URI with port 0',
      { ...good, redirectUri: 'http://127.0.0.1:0/cb' },
      'redirectUri: redirectUri has port 0',
    ],
    ['not an object', 'https://login.example.com', '-: A profile must be an object'],
    ['a list', [good], '-: A profile must be an object'],
    ['null', null, '-: A profile must be an object'],
    [
      'everything at once',
      {
        issuer: 'x',
        clientId: ' app',
        grantType: 'client_credentials',
        tokenEndpointAuthMethod: 'none',
        scope: 'a,b',
        clientSecret: 's',
        foo: 1,
      },
      'issuer: ',
      'clientId: ',
      'scope: ',
      'clientSecret: ',
      'foo: ',
      'tokenEndpointAuthMethod: ',
    ],
  ]);

  it('are told for each profile, and do not stop the others', () => {
    const { profiles, problems } = readProfiles({ a: { clientId: 'x' }, b: good, c: { ...good, foo: 1 } });
    assert.deepEqual(
      profiles.map(({ name }) => name),
      ['b'],
    );
    assert.deepEqual(
      problems.map(({ profile, kind }) => [profile, kind]),
      [
        ['a', 'mistake'],
        ['c', 'mistake'],
      ],
    );
  });

  it('in a name', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['', '-: A profile needs a name.'],
      ['  ', '-: A profile needs a name.'],
      [' a', '-: The name of a profile must not begin or end with a space.'],
      ['a\u0007b', '-: The name of a profile must not hold a control character.'],
      ['x'.repeat(101), '-: The name of a profile has at most 100 characters.'],
    ];
    for (const [name, expected] of cases) assert.deepEqual(problemsOf(good, name), [expected]);
    for (const name of ['x'.repeat(100), 'Ökta – dev (1)', 'a/b', '密钥']) {
      assert.deepEqual(problemsOf(good, name), []);
    }
  });

  it('of the setting as a whole', () => {
    for (const value of ['x', 1, true, [good]]) {
      const { profiles, problems } = readProfiles(value);
      assert.deepEqual(profiles, []);
      assert.deepEqual(
        problems.map(({ profile, member }) => [profile, member]),
        [['', undefined]],
      );
    }
  });
});

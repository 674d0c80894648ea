import assert from 'node:assert/strict';
import { grantTypes } from '../../../../src/core/profiles/profile';
import { byHand, exampleOf, good, membersOf, mistakeTable, problemsOf } from './exampleProfiles';

const device = { ...membersOf('device_code') };
const { tokenEndpoint, authorizationEndpoint, clientId } = byHand;
const openid = { ...good, scope: 'openid' };

describe('readProfiles: what the grant type does not use', () => {
  mistakeTable([
    [
      'a redirect URI where nobody is sent anywhere',
      { ...membersOf('client_credentials'), redirectUri: 'http://127.0.0.1:1/cb' },
      'redirectUri: redirectUri has no effect with the grant type client_credentials. Remove it, or write grantType: it belongs to authorization_code, hybrid, implicit, code_credentials.',
    ],
    [
      'a verifier where there is no code',
      { ...membersOf('client_credentials'), codeVerifier: 'ask', codeChallengeMethod: 'plain' },
      'codeChallengeMethod: codeChallengeMethod has no effect',
      'codeVerifier: codeVerifier has no effect with the grant type client_credentials.',
    ],
    [
      'an assertion without the grant that sends it',
      { ...good, assertion: { subject: 'me' } },
      'assertion: assertion has no effect with the grant type authorization_code. Remove it, or write grantType: it belongs to jwt_bearer.',
    ],
    [
      'another profile’s token without the grant that exchanges it',
      { ...good, subjectProfile: 'x', actorProfile: 'x' },
      'subjectProfile: subjectProfile has no effect',
      'actorProfile: actorProfile has no effect',
    ],
    [
      'DPoP where the token endpoint issues nothing',
      { ...membersOf('implicit'), dpopBoundAccessTokens: true },
      /^dpopBoundAccessTokens: dpopBoundAccessTokens has no effect with the grant type implicit\. Remove it\.$/,
    ],
    [
      'additions to a request that is never sent',
      { ...membersOf('implicit'), tokenRequest: {}, refreshRequest: {} },
      'tokenRequest: tokenRequest has no effect',
      'refreshRequest: refreshRequest has no effect',
    ],
    [
      'a signed request object where there is no request for a browser',
      { ...device, requestObjectSigningAlg: 'RS256' },
      'requestObjectSigningAlg: requestObjectSigningAlg has no effect with the grant type device_code.',
    ],
    [
      'a user name where the server asks for it',
      { ...good, username: 'me' },
      'username: username has no effect with the grant type authorization_code. Remove it, or write grantType: it belongs to password, code_credentials.',
    ],
    [
      'an actor’s token type without an actor',
      { ...membersOf('token_exchange'), actorTokenType: 'urn:x:y' },
      'actorTokenType: actorTokenType needs actorProfile',
    ],
  ]);

  it('lets pass what does no harm', () => {
    for (const grantType of grantTypes) {
      const harmless = { prompt: 'login', audience: 'api', loginHint: 'me', resource: 'urn:api' };
      const flags = { requirePushedAuthorizationRequests: false, dpopBoundAccessTokens: false };
      assert.deepEqual(problemsOf({ ...membersOf(grantType), ...harmless, ...flags }), [], grantType);
    }
  });
});

describe('readProfiles: what does not fit the rest', () => {
  mistakeTable([
    [
      'the response type of another grant',
      { ...openid, responseType: 'code id_token' },
      'responseType: responseType does not fit the grant type authorization_code, whose values are "code". Write one of them, or "grantType": "hybrid".',
    ],
    [
      'the response type of a code with implicit',
      { ...openid, grantType: 'implicit', responseType: 'code' },
      'responseType: responseType does not fit the grant type implicit, whose values are "token", "id_token", "id_token token". Write one of them, or "grantType": "authorization_code".',
    ],
    [
      'the response type of implicit with hybrid',
      { ...openid, grantType: 'hybrid', responseType: 'id_token token' },
      /^responseType: .*or "grantType": "implicit"\.$/,
    ],
    [
      'an ID token without openid',
      { ...good, grantType: 'implicit', responseType: 'id_token token', scope: 'read' },
      'responseType: The response type “id_token token” asks for an ID token, so scope needs openid',
    ],
    [
      'an ID token by default, without openid',
      { ...good, grantType: 'hybrid', scope: 'read' },
      'scope: The response type “code id_token” asks for an ID token',
    ],
    [
      'an ID token whose signature nothing can check',
      { authorizationEndpoint, clientId, grantType: 'implicit', responseType: 'id_token', scope: 'openid' },
      'scope: scope asks for openid, and without issuer',
    ],
    [
      'D10: max_age, claims and acr_values without openid',
      { ...good, scope: 'read', maxAge: 0, claims: { userinfo: {} }, acrValues: 'mfa' },
      'maxAge: maxAge is a part of OpenID Connect, and without openid in scope servers ignore it. Add openid to scope, or remove maxAge.',
      'acrValues: acrValues is a part',
      'claims: claims is a part',
    ],
    [
      'D10: the same without a browser',
      { ...membersOf('code_credentials'), maxAge: 60 },
      'maxAge: maxAge is a part of OpenID Connect',
    ],
    [
      'D10: the same where there is no sign-in',
      { ...membersOf('client_credentials'), scope: 'read', maxAge: 60 },
      'maxAge: maxAge has no effect with the grant type client_credentials.',
    ],
    [
      'a token in the query',
      { ...good, grantType: 'implicit', responseMode: 'query' },
      'responseMode: responseMode puts a token into the query of an address, which the grant type implicit must not',
    ],
    [
      'a signed token in the query',
      { ...openid, grantType: 'hybrid', responseMode: 'query.jwt' },
      'responseMode: responseMode puts a token into the query',
    ],
    [
      'a typed verifier that is never sent',
      { ...good, codeVerifier: 'ask', codeChallengeMethod: 'none' },
      'codeVerifier: codeVerifier asks for a verifier, and codeChallengeMethod is none',
    ],
    [
      'headers on a request that the browser makes',
      { ...good, authorizationRequest: { headers: { 'X-A': 'b' } } },
      'authorizationRequest: authorizationRequest.headers has no effect: the browser makes this request',
    ],
    [
      'a headless sign-in without the address that the server compares',
      { ...good, grantType: 'code_credentials' },
      'redirectUri: redirectUri is missing. Nobody is sent there, but the server compares it',
    ],
  ]);

  it('lets pass what does fit', () => {
    const headers = { headers: { 'X-A': 'b' } };
    const fitting: readonly Record<string, unknown>[] = [
      { ...good, responseType: 'code', responseMode: 'form_post' },
      { ...good, responseMode: 'jwt' },
      { ...good, redirectUri: 'https://app.example/cb', responseMode: 'fragment' },
      { ...good, redirectUri: 'http://localhost:1/cb', responseMode: 'form_post' },
      { ...good, requirePushedAuthorizationRequests: true, authorizationRequest: headers },
      { ...device, authorizationRequest: headers },
      { ...membersOf('code_credentials'), authorizationRequest: headers },
      { ...good, grantType: 'implicit', responseMode: 'form_post' },
      { ...good, grantType: 'hybrid', responseType: 'code token' },
      { ...openid, maxAge: 60, claims: { id_token: {} }, acrValues: 'mfa' },
      { ...good, codeVerifier: 'ask', codeChallengeMethod: 'plain' },
    ];
    for (const members of fitting) assert.deepEqual(problemsOf(members), [], JSON.stringify(members));
  });

  it('says nothing of a grant type that is itself a mistake', () => {
    const members = { ...good, grantType: 'code', responseType: 'token', redirectUri: 'http://127.0.0.1/' };
    assert.deepEqual(
      problemsOf(members).map((problem) => problem.split(':')[0]),
      ['grantType'],
    );
  });
});

describe('readProfiles: endpoints by hand', () => {
  const needed: readonly (readonly [string, readonly string[]])[] = [
    ['implicit', ['authorizationEndpoint']],
    ['device_code', ['deviceAuthorizationEndpoint', 'tokenEndpoint']],
    ['code_credentials', ['authorizationEndpoint', 'tokenEndpoint']],
    ['hybrid', ['authorizationEndpoint', 'tokenEndpoint']],
    ['jwt_bearer', ['tokenEndpoint']],
    ['token_exchange', ['tokenEndpoint']],
    ['password', ['tokenEndpoint']],
  ];
  for (const [grantType, members] of needed) {
    it(`of ${grantType}: ${members.join(', ')}`, () => {
      const own = { redirectUri: 'https://a.example/cb', responseType: 'code token' };
      const client = {
        clientId,
        grantType,
        ...(grantType === 'code_credentials' && { redirectUri: own.redirectUri }),
        ...(grantType === 'hybrid' && { responseType: own.responseType }),
      };
      const all = Object.fromEntries(members.map((member) => [member, 'https://a.example/x']));
      assert.deepEqual(problemsOf({ ...client, ...all }), []);
      assert.match(problemsOf(client).join('\n'), /does not say where the authorization server is/);
      for (const member of members.length > 1 ? members : []) {
        const rest = Object.fromEntries(Object.entries(all).filter(([name]) => name !== member));
        assert.deepEqual(problemsOf({ ...client, ...rest }), [
          `${member}: ${member} is missing. Write it, or issuer, from which it is discovered.`,
        ]);
      }
    });
  }

  mistakeTable([
    [
      'a pushed request that has nowhere to go',
      { ...byHand, requirePushedAuthorizationRequests: true },
      'pushedAuthorizationRequestEndpoint: pushedAuthorizationRequestEndpoint is missing.',
    ],
    [
      'a request object that is signed for nobody',
      { ...byHand, requestObjectSigningAlg: 'RS256' },
      'requestObjectSigningAlg: requestObjectSigningAlg needs issuer: the request object is signed for it',
    ],
    [
      'an answer that is signed by nobody',
      { ...byHand, responseMode: 'form_post.jwt' },
      'responseMode: responseMode needs issuer: the server signs its answer with it',
    ],
  ]);
});

describe('readProfiles: keys and certificates', () => {
  const key = '/k.pem';
  mistakeTable([
    [
      'a key that nothing needs',
      { ...good, clientKeyFile: key, clientKeyId: 'k', tokenEndpointAuthSigningAlg: 'RS256' },
      'clientKeyFile: clientKeyFile has no effect: nothing in this profile needs a private key.',
      'tokenEndpointAuthSigningAlg: tokenEndpointAuthSigningAlg has no effect',
      'clientKeyId: clientKeyId has no effect',
    ],
    [
      'an audience for what is not asserted',
      { ...good, tokenEndpointAuthMethod: 'client_secret_post', clientAssertionAudience: 'token_endpoint' },
      'clientAssertionAudience: clientAssertionAudience has no effect: only client_secret_jwt and private_key_jwt send an assertion.',
    ],
    [
      'an algorithm for a secret',
      { ...good, tokenEndpointAuthMethod: 'client_secret_jwt', tokenEndpointAuthSigningAlg: 'RS256' },
      'tokenEndpointAuthSigningAlg: tokenEndpointAuthSigningAlg has no effect: nothing in this profile is signed',
    ],
    [
      'a certificate without its key',
      { ...good, tokenEndpointAuthMethod: 'tls_client_auth', clientCertificateFile: '/c.pem' },
      'clientCertificateFile: clientCertificateFile needs clientKeyFile',
    ],
    [
      'a certificate that is shown to nobody',
      {
        ...good,
        tokenEndpointAuthMethod: 'private_key_jwt',
        clientKeyFile: key,
        clientCertificateFile: '/c.pem',
      },
      'clientCertificateFile: clientCertificateFile has no effect: a certificate is shown only with mutual TLS.',
    ],
    [
      'a key instead of its path',
      {
        ...good,
        tokenEndpointAuthMethod: 'private_key_jwt',
        clientKeyFile: '-----BEGIN PRIVATE KEY-----\nMIIE',
      },
      'clientKeyFile: clientKeyFile must be the path of a file, not what the file holds.',
    ],
    [
      'a wrong method takes no other mistake along',
      { ...good, tokenEndpointAuthMethod: 'jwt', clientKeyFile: key },
      'tokenEndpointAuthMethod: tokenEndpointAuthMethod must be one of',
    ],
    [
      'a wrong assertion takes no other mistake along',
      { ...membersOf('jwt_bearer'), assertion: {}, clientKeyFile: key },
      'assertion: assertion.subject is missing',
    ],
  ]);

  it('lets pass what has a use', () => {
    const files = { clientKeyFile: key, clientKeyId: 'k' };
    const fitting: readonly Record<string, unknown>[] = [
      { ...good, ...files, tokenEndpointAuthMethod: 'private_key_jwt', tokenEndpointAuthSigningAlg: 'PS256' },
      { ...good, ...files, requestObjectSigningAlg: 'ES256' },
      { ...membersOf('jwt_bearer'), ...files, assertion: { subject: 'me' } },
      {
        ...good,
        tokenEndpointAuthMethod: 'self_signed_tls_client_auth',
        clientKeyFile: key,
        clientCertificateFile: '/c.pem',
      },
      { ...membersOf('token_exchange'), tokenEndpointAuthMethod: 'none' },
      { tokenEndpoint, clientId, grantType: 'jwt_bearer', assertion: { subject: 'me' } },
    ];
    for (const members of fitting) assert.deepEqual(problemsOf(members), [], JSON.stringify(members));
    assert.equal(exampleOf('token_exchange').tokenEndpointAuthMethod, 'none');
  });
});

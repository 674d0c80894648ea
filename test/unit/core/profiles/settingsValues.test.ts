import assert from 'node:assert/strict';
import * as v from 'valibot';
import manifest from '../../../../package.json';
import { profileMembers, profileSchema } from '../../../../src/core/profiles/profileSchema';
import { ownHeaders, ownParameters } from '../../../../src/core/profiles/requestExtras';
import { fits, type JsonSchema } from '../../../support/jsonSchema';

const profile: JsonSchema =
  manifest.contributes.configuration.properties['valetKey.profiles'].additionalProperties;

interface Values {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

const notText = [7, null, true, ['x'], { x: 1 }];
const url: Values = {
  good: ['https://a.example', 'https://a.example:8443/x/?a=%20&b', 'http://[::1]:8080/x', 'http://localhost'],
  bad: [
    ...[
      '',
      'a.example',
      'https://u:p@a.example/',
      'https://a.example/#f',
      'https://a.example/{t}',
      'ftp://a',
    ],
    ...notText,
  ],
};
const text: Values = { good: ['x', 'a b', 'ü'], bad: ['', ' ', ' x', 'x ', 'a\nb', 'a\u0085b', ...notText] };
const uri: Values = {
  good: ['https://api.example.com/', 'urn:ietf:params:oauth:token-type:jwt', 'api://123'],
  bad: ['', 'access_token', 'https://a b', ' urn:x', '/x', ...notText],
};
const path: Values = {
  good: ['/k.pem', '/a b/k.pem', 'C:\\k.pfx', 'c:/k.pfx', '\\\\server\\share\\k.pem'],
  bad: ['', 'k.pem', '~/k.pem', './k.pem', 'C:k.pem', '/a\nb', '${HOME}/k.pem', ...notText],
};
const object: Values = { good: [{ a: { b: [1] } }], bad: [{}, [], 'x', 7, null, true] };
const oneOf = (...values: string[]): Values => ({ good: values, bad: ['', 'x', ...notText] });
const flag: Values = { good: [true, false], bad: ['true', 1, null] };
const algorithm = oneOf('RS256', 'PS512', 'ES384', 'EdDSA');

const parameters = (...names: string[]) => names.map((name) => ({ parameters: { [name]: 'x' } }));
const headers = (...names: string[]) => names.map((name) => ({ headers: { [name]: 'x' } }));
const extras: Values = {
  good: [
    {},
    { parameters: {}, headers: {} },
    ...parameters('access_type', 'token_access_type', 'requested_token_use', 'duration', 'x.y-z', 'keyboard'),
    ...headers('X-Tenant', 'x_y.z', 'Origin', 'Accept-Language'),
    { parameters: { login: 'Jörg B.' }, headers: { 'X-A': 'a b' } },
  ],
  bad: [
    ...['x', 7, null, [], { body: {} }, { parameters: [] }, { headers: 'x' }, { parameters: { a: 1 } }],
    ...parameters(...ownParameters.keys(), 'SCOPE', '', 'a b', 'ü'),
    ...parameters('api_key', 'apiKey', 'my_secret', 'secretKey', 'user-password', 'id_token_hint', 'x_jwt'),
    ...headers(...ownHeaders, 'Authorization', 'Content-Type', '', 'a b', 'ü', 'a:b', 'a\r\nb'),
    ...headers('X-Api-Key', 'X-Auth-Token', 'Ocp-Apim-Subscription-Key', 'X-Secret', 'X-Authorization'),
    ...['', 'a\nb', 'a\0b', 7].map((value) => ({ parameters: { a: value } })),
    ...['', ' a', 'a ', 'a\r\nb', 'ü', 'a\0b', 7].map((value) => ({ headers: { 'X-A': value } })),
  ],
};

const values: Readonly<Record<string, Values>> = {
  issuer: {
    good: ['https://a.example', 'https://a.example/t/'],
    bad: [...url.bad, 'https://a.example?x', 'https://a.example/.well-known/x'],
  },
  authorizationEndpoint: url,
  tokenEndpoint: url,
  refreshEndpoint: url,
  deviceAuthorizationEndpoint: url,
  pushedAuthorizationRequestEndpoint: url,
  revocationEndpoint: url,
  introspectionEndpoint: url,
  userinfoEndpoint: url,
  endSessionEndpoint: url,
  jwksUri: url,
  grantType: oneOf('authorization_code', 'token_exchange'),
  clientId: text,
  tokenEndpointAuthMethod: oneOf('none', 'tls_client_auth'),
  tokenEndpointAuthSigningAlg: algorithm,
  clientKeyFile: path,
  clientCertificateFile: path,
  clientKeyId: text,
  clientAssertionAudience: oneOf('issuer', 'token_endpoint'),
  scope: {
    good: ['openid', 'a b', 'https://x/.default'],
    bad: ['', ' a', 'a ', 'a  b', 'a,b', 'a"b', 'é', ...notText],
  },
  scopeSeparator: oneOf(' ', ','),
  redirectUri: {
    good: [
      ...['http://127.0.0.1', 'http://localhost:1/cb?x=1', 'http://[::1]:7890/', 'https://127.0.0.1/'],
      ...[
        'https://login.example.com/success',
        'http://app.example/cb',
        'vscode://valetkey.valet-key/callback',
      ],
      ...[
        'myapp://callback',
        'com.example.app:/cb',
        'urn:ietf:wg:oauth:2.0:oob',
        'urn:ietf:wg:oauth:2.0:oob:auto',
      ],
    ],
    bad: [
      ...['', '/cb', 'cb', 'https:/a.example', 'http://127.0.0.1/#f', 'https://a.example/{t}', 'urn:x:y'],
      ...['javascript://a/x', 'file:///x', 'data:/x', 'com.example.app:', 'https://a b/', ...notText],
    ],
  },
  codeChallengeMethod: oneOf('S256', 'plain', 'none'),
  codeVerifier: oneOf('generate', 'ask'),
  responseType: oneOf('code', 'id_token token', 'code id_token token'),
  responseMode: oneOf('query', 'form_post.jwt'),
  requirePushedAuthorizationRequests: flag,
  requestObjectSigningAlg: algorithm,
  dpopBoundAccessTokens: flag,
  resource: {
    good: [...uri.good, uri.good],
    bad: ['', 'api', 'https://a/#f', [], ['api'], [7], 7, null, true, { x: 1 }],
  },
  audience: text,
  authorizationDetails: {
    good: [[{ type: 'a' }], [{ type: 'a', actions: ['read'] }, { type: 'b' }]],
    bad: [[], {}, { type: 'a' }, [{}], [{ type: '' }], [{ type: 7 }], ['a'], [null], 'a', 7, null],
  },
  maxAge: { good: [0, 300], bad: [-1, 1.5, '300', null, true] },
  prompt: {
    good: ['none', 'login', 'login consent', 'nonesuch', 'no_none'],
    bad: ['', ' ', 'login,consent', 'login  consent', ' login', 'none login', 'login none', ...notText],
  },
  loginHint: text,
  browser: text,
  acrValues: text,
  claims: object,
  authorizationRequest: extras,
  tokenRequest: extras,
  refreshRequest: extras,
  username: text,
  apiBaseUrls: {
    good: [
      ['https://api.example.com'],
      ['https://a.example/v1', 'http://127.0.0.1:8080', 'HTTPS://a.example'],
    ],
    bad: [
      ...[[], 'https://a.example', 7, null, {}, [7], [''], [' https://a.example']],
      ...[
        'a.example',
        'ftp://a.example',
        'https://a.example?x=1',
        'https://a.example#x',
        'https://{host}/',
      ].map((url) => [url]),
    ],
  },
  tokenHeader: {
    good: ['Authorization', 'X-Api-Token', 'token'],
    bad: ['', ' ', 'X:', 'X Y', 'ä', ...notText],
  },
  tokenPrefix: {
    good: ['', 'Bearer', 'Token token='],
    bad: [' ', 'Bearer ', ' x', 'ä', '{{x}}', 'x\n', ...notText],
  },
  tokenQueryParameter: { good: ['access_token', 't'], bad: ['', ' ', 'a b', 'a=', 'a&b', 'ä', ...notText] },
  exportToTerminals: flag,
  group: text,
  environment: text,
  assertion: {
    good: [
      { subject: 'x' },
      { issuer: 'i', subject: 'x', audience: 'a', lifetime: 60, claims: { scope: 'a b' } },
    ],
    bad: [
      ...[{}, [], 'x', 7, null, { issuer: 'i' }, { subject: 'x', sub: 'x' }],
      ...['', 7, null, ' x'].map((subject) => ({ subject })),
      ...[0, -1, 1.5, 86_401, '300', null].map((lifetime) => ({ subject: 'x', lifetime })),
      ...object.bad.map((claims) => ({ subject: 'x', claims })),
      ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti'].map((claim) => ({
        subject: 'x',
        claims: { [claim]: 'x' },
      })),
    ],
  },
  subjectProfile: text,
  subjectTokenType: uri,
  actorProfile: text,
  actorTokenType: uri,
  requestedTokenType: uri,
  // Valet Key offers its profiles as such a provider, and would ask itself.
  authenticationProvider: { ...text, bad: [...text.bad, 'valetkey', 'ValetKey'] },
  command: {
    good: [['az'], ['/opt/a b/az', '', ' ', 'a\nb'], ['C:\\Program Files\\az.exe', '/c'], ['\\\\host\\az']],
    bad: [
      ...[
        [],
        [''],
        [' '],
        ['az login'],
        ['./az'],
        ['~/bin/az'],
        ['bin\\az'],
        ['a\nz'],
        [7],
        ['az', 7],
        ['az', 'a\0b'],
      ],
      ...['az', 7, null, true, { x: 1 }],
    ],
  },
  tokenPath: {
    good: ['token', 'status.token', 'a.0.b-c', 'ü'],
    bad: ['', '.', 'a.', '.a', 'a..b', 'a b', ' a', 'a\nb', ...notText],
  },
  allowHttp: flag,
  strict: flag,
};

/** The code and the schema must agree on each value, which is how a mistake shows as it is typed. */
function check(member: string, { good, bad }: Values): void {
  const entries: Readonly<Record<string, v.GenericSchema>> = profileSchema({
    allowHttp: false,
    hasClient: true,
  }).entries;
  const whole = { issuer: 'https://a.example', clientId: 'x' };
  for (const value of [...good, ...bad]) {
    const expected = good.includes(value);
    const shown = `${member}: ${JSON.stringify(value)}`;
    assert.equal(v.safeParse(entries[member]!, value).success, expected, `code, ${shown}`);
    assert.equal(fits(profile, { ...whole, [member]: value }), expected, `schema, ${shown}`);
  }
}

describe('the settings’ JSON schema marks the same mistakes as they are typed', () => {
  for (const [member, ofMember] of Object.entries(values)) {
    it(`of ${member}`, () => check(member, ofMember));
  }

  it('of every parameter and header that Valet Key sends itself', () => {
    const { parameters: inSchema, headers: headersInSchema } =
      profile.properties?.tokenRequest?.properties ?? {};
    const namesIn = (schema: JsonSchema | undefined) =>
      /^\(\?i\)\^\(\?!\(\?:([\w|-]+)\)\$\)/.exec(schema?.propertyNames?.pattern ?? '')?.[1]?.split('|');
    assert.deepEqual(namesIn(inSchema)?.sort(), [...ownParameters.keys()].sort());
    assert.deepEqual(namesIn(headersInSchema)?.sort(), [...ownHeaders].sort());
  });

  it('of every member that there is', () => {
    assert.deepEqual(Object.keys(values).sort(), profileMembers.toSorted());
  });
});

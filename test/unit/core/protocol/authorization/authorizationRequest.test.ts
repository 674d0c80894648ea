import assert from 'node:assert/strict';
import {
  authorizationParameters,
  authorizationUrl,
} from '../../../../../src/core/protocol/authorization/authorizationRequest';
import type { ConnectedClient } from '../../../../../src/core/protocol/client/connectedClient';
import { newDpopKey } from '../../../../../src/core/protocol/client/dpop';
import type { Flow } from '../../../../../src/core/protocol/authorization/flow';
import { profileOf } from '../../../../support/harness';

const redirectUri = 'http://127.0.0.1:7890/cb?tenant=a b';
/** RFC 7636 appendix B. */
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

type Members = Readonly<Record<string, unknown>>;

/** A flow whose random values are known. */
function flowOf(members: Members, changes: Partial<Flow> = {}): Flow {
  const profile = profileOf({ issuer: 'https://as.example', clientId: 'my app', ...members });
  return {
    connected: {
      profile,
      server: { metadata: { issuer: 'https://as.example' } },
      client: { client_id: profile.clientId },
    } as ConnectedClient,
    state: 'st-ate_1',
    codeVerifier: verifier,
    nonce: undefined,
    dpop: undefined,
    startedAt: 0,
    ...changes,
  };
}

const queryOf = async (flow: Flow) =>
  authorizationUrl('https://as.example/a', await authorizationParameters(flow, redirectUri)).split('?')[1]!;

const before = (type = 'code') =>
  `response_type=${type}&client_id=my%20app&redirect_uri=http%3A%2F%2F127.0.0.1%3A7890%2Fcb%3Ftenant%3Da%20b`;
const s256 = `code_challenge=${challenge}&code_challenge_method=S256`;

describe('authorization request', () => {
  const cases: readonly [title: string, members: Members, query: string, changes?: Partial<Flow>][] = [
    ['the least', {}, `${before()}&state=st-ate_1&${s256}`],
    [
      'scope, with blanks as %20, and a nonce',
      { scope: 'openid orders:read' },
      `${before()}&scope=openid%20orders%3Aread&state=st-ate_1&nonce=n-1&${s256}`,
      { nonce: 'n-1' },
    ],
    [
      'a scope with commas, where the server wants them',
      { scope: 'read write', scopeSeparator: ',' },
      `${before()}&scope=read%2Cwrite&state=st-ate_1&${s256}`,
    ],
    [
      'PKCE with plain',
      { codeChallengeMethod: 'plain' },
      `${before()}&state=st-ate_1&code_challenge=${verifier}&code_challenge_method=plain`,
    ],
    ['no PKCE', { codeChallengeMethod: 'none' }, `${before()}&state=st-ate_1`, { codeVerifier: undefined }],
    [
      'P7, P8: several resources, an audience, details',
      {
        resource: ['https://api.example/a', 'https://api.example/b'],
        audience: 'https://api.example',
        authorizationDetails: [{ type: 'orders', actions: ['read é'] }],
      },
      `${before()}&state=st-ate_1&${s256}&resource=https%3A%2F%2Fapi.example%2Fa&resource=https%3A%2F%2Fapi.example%2Fb` +
        '&audience=https%3A%2F%2Fapi.example' +
        '&authorization_details=%5B%7B%22type%22%3A%22orders%22%2C%22actions%22%3A%5B%22read%20%C3%A9%22%5D%7D%5D',
    ],
    [
      'what OpenID Connect adds',
      {
        scope: 'openid',
        maxAge: 0,
        prompt: 'login',
        loginHint: 'ada+x@example.com',
        acrValues: 'urn:mfa',
        claims: { id_token: { email: null } },
        responseMode: 'form_post',
      },
      `${before()}&scope=openid&state=st-ate_1&nonce=n-1&${s256}&response_mode=form_post&max_age=0&prompt=login` +
        '&login_hint=ada%2Bx%40example.com&acr_values=urn%3Amfa&claims=%7B%22id_token%22%3A%7B%22email%22%3Anull%7D%7D',
      { nonce: 'n-1' },
    ],
    [
      'G7: hybrid',
      { grantType: 'hybrid', scope: 'openid' },
      `${before('code%20id_token')}&scope=openid&state=st-ate_1&nonce=n-1&${s256}`,
      { nonce: 'n-1' },
    ],
    [
      'G6: implicit',
      { grantType: 'implicit', scope: 'read' },
      `${before('token')}&scope=read&state=st-ate_1&nonce=n-1`,
      { nonce: 'n-1', codeVerifier: undefined },
    ],
    [
      'P9: the profile’s own parameters come last',
      { prompt: 'consent', authorizationRequest: { parameters: { access_type: 'offline', x_y: 'a&b=c' } } },
      `${before()}&state=st-ate_1&${s256}&prompt=consent&access_type=offline&x_y=a%26b%3Dc`,
    ],
  ];
  for (const [title, members, query, changes] of cases) {
    it(`${title}: byte for byte`, async () => {
      assert.equal(await queryOf(flowOf(members, changes)), query);
    });
  }

  it('P9: a parameter of the profile never replaces one of ours, even past the checks of the profile', async () => {
    const flow = flowOf({ scope: 'read' });
    const parameters = {
      state: 'mine',
      scope: 'all',
      redirect_uri: 'https://evil.example',
      code_challenge: 'x',
      kept: '1',
    };
    const profile = { ...flow.connected.profile, authorizationRequest: { parameters } };
    const query = await queryOf({ ...flow, connected: { ...flow.connected, profile } });
    assert.equal(query, `${before()}&scope=read&state=st-ate_1&${s256}&kept=1`);
  });

  it('P5: names the key that the code is for by its thumbprint (RFC 9449 §10)', async () => {
    const flow = flowOf({ dpopBoundAccessTokens: true });
    const dpop = await newDpopKey(flow.connected);
    const query = new URLSearchParams(await queryOf({ ...flow, dpop }));
    assert.equal(query.get('dpop_jkt'), await dpop!.handle.calculateThumbprint());
    assert.match(query.get('dpop_jkt') ?? '', /^[\w-]{43}$/);
  });

  it('a query that the endpoint has is kept (RFC 6749 §3.1)', () => {
    assert.equal(
      authorizationUrl('https://as.example/a?p=B2C_1', [['state', 'x']]),
      'https://as.example/a?p=B2C_1&state=x',
    );
  });
});

import assert from 'node:assert/strict';
import type { TokenRecord } from '../../../src/core/tokens/tokenRecord';
import { proves } from '../../support/serverTable';
import { glewlwyd } from '../../support/servers/glewlwyd';
import { useServer } from '../../support/servers/useServer';

/** Its access tokens are JWTs. */
const claimsOf = ({ tokenSet }: TokenRecord) =>
  Buffer.from(tokenSet.accessToken.split('.')[1] ?? '', 'base64url').toString();

describe('Glewlwyd, authorization requests and responses', () => {
  const around = useServer(glewlwyd);
  const { profile } = around;

  const signInWith = async (members: Parameters<typeof profile>[0]) => {
    const { record } = await around.harness.getNew(profile(members));
    return record;
  };

  it('PKCE, plain', async () => {
    proves('glewlwyd', 'pkcePlain');
    assert.ok((await signInWith({ codeChallengeMethod: 'plain' })).account);
  });

  it('a pushed request', async () => {
    proves('glewlwyd', 'par');
    const record = await signInWith({ requirePushedAuthorizationRequests: true });
    assert.equal(record.tokenSet.scope, 'openid orders');
    assert.match(around.harness.logger.lines.join('\n'), /^POST .*\/api\/oidc\/par: 201/m);
  });

  it('a signed request object', async () => {
    proves('glewlwyd', 'jar');
    const { clientId, clientSecret, privateKey, keyId } = around.server.clients.keyed;
    const signing = around.person({ clientKey: { key: privateKey }, type: () => clientSecret });
    const { record } = await signing.getNew(
      profile({
        clientId,
        tokenEndpointAuthMethod: 'client_secret_post',
        requestObjectSigningAlg: 'RS256',
        clientKeyId: keyId,
      }),
    );
    assert.equal(record.tokenSet.scope, 'openid orders');
  });

  it('A15: response mode form_post, where it encodes each value twice, is refused for its iss', async () => {
    const error = await around.harness.failure(signInWith({ responseMode: 'form_post' }));
    assert.equal(error.code, 'authorization_response_invalid');
    assert.match(error.message, /unexpected iss/);
  });

  for (const responseMode of ['query.jwt', 'form_post.jwt'] as const) {
    it(`response mode ${responseMode}`, async () => {
      proves('glewlwyd', 'jarm');
      assert.equal((await signInWith({ responseMode })).tokenSet.scope, 'openid orders');
    });
  }

  it('hybrid', async () => {
    proves('glewlwyd', 'hybrid');
    const record = await signInWith({ grantType: 'hybrid', responseType: 'code id_token' });
    assert.equal(record.account?.label, 'ada@example.com');
    assert.ok(record.tokenSet.refreshToken);
  });

  it('implicit', async () => {
    proves('glewlwyd', 'implicit');
    const record = await signInWith({ grantType: 'implicit', responseType: 'id_token token' });
    assert.equal(record.account?.label, 'ada@example.com');
    assert.equal(record.tokenSet.refreshToken, undefined);
  });

  it('resource: the token is for that API alone', async () => {
    proves('glewlwyd', 'resource');
    const record = await signInWith({ resource: ['https://api.example.com/orders'] });
    const [, claims = ''] = record.tokenSet.accessToken.split('.');
    assert.match(Buffer.from(claims, 'base64url').toString(), /"aud":"https:\/\/api\.example\.com\/orders"/);
  });

  for (const [what, issuer, feature] of [
    ['DPoP', 'issuer', 'dpop'],
    ['DPoP with a nonce', 'nonceIssuer', 'dpopNonce'],
  ] as const) {
    it(`${what}, for the first token and for the next`, async () => {
      proves('glewlwyd', feature);
      const bound = profile({ issuer: around.server[issuer], dpopBoundAccessTokens: true });
      const { record } = await around.harness.getNew(bound);
      const renewed = (await around.harness.refresh(bound, record.id)).record;
      for (const bearer of [record, renewed]) assert.match(claimsOf(bearer), /"cnf":\{"jkt":"[\w-]{43}"\}/);
    });
  }

  it('authorization_details', async () => {
    proves('glewlwyd', 'rar');
    const { clientId, clientSecret } = around.server.clients.keyed;
    const paying = around.person({ type: () => clientSecret });
    const { record } = await paying.getNew(
      profile({
        clientId,
        tokenEndpointAuthMethod: 'client_secret_post',
        authorizationDetails: [
          { type: 'payment', actions: ['initiate'], locations: ['https://api.example.com/'] },
        ],
      }),
    );
    assert.match(claimsOf(record), /"authorization_details":\[\{"type":"payment","actions":\["initiate"\]/);
  });
});

import assert from 'node:assert/strict';
import type { Profile } from '../../../src/core/profiles/profile';
import { proves } from '../../support/serverTable';
import { glewlwyd } from '../../support/servers/glewlwyd';
import { useServer } from '../../support/servers/useServer';

describe('Glewlwyd, client authentication', () => {
  const around = useServer(glewlwyd);
  const { profile, typing } = around;

  const service = (members: Partial<Record<keyof Profile, unknown>>) =>
    profile({ grantType: 'client_credentials', scope: 'orders', ...members });

  /** Glewlwyd takes no assertion that is made out to its issuer. */
  const toTokenEndpoint = { clientAssertionAudience: 'token_endpoint' } as const;

  it('client_secret_basic and client credentials', async () => {
    proves('glewlwyd', 'client_credentials', 'client_secret_basic');
    const { clientId, clientSecret } = around.server.clients.service;
    const { record } = await typing(clientSecret).getNew(service({ clientId }));
    assert.equal(record.tokenSet.scope, 'orders');
  });

  it('client_secret_basic_raw: a secret with special characters is taken as it is', async () => {
    proves('glewlwyd', 'client_secret_basic_raw');
    const { clientId, clientSecret } = around.server.clients.webAppBasic;
    const raw = profile({ clientId, tokenEndpointAuthMethod: 'client_secret_basic_raw' });
    const { record } = await typing(clientSecret).getNew(raw);
    assert.equal(record.tokenSet.scope, 'openid orders');
  });

  it('client_secret_post', async () => {
    proves('glewlwyd', 'client_secret_post');
    const { clientId, clientSecret } = around.server.clients.webAppPost;
    const posting = profile({ clientId, tokenEndpointAuthMethod: 'client_secret_post' });
    const { record } = await typing(clientSecret).getNew(posting);
    assert.equal(record.tokenSet.scope, 'openid orders');
  });

  it('client_secret_jwt, made out to the token endpoint', async () => {
    proves('glewlwyd', 'client_secret_jwt');
    const { clientId, clientSecret } = around.server.clients.secretJwt;
    const asserting = service({ clientId, tokenEndpointAuthMethod: 'client_secret_jwt', ...toTokenEndpoint });
    const { record } = await typing(clientSecret).getNew(asserting);
    assert.equal(record.tokenSet.scope, 'orders');
  });

  it('private_key_jwt, made out to the token endpoint', async () => {
    proves('glewlwyd', 'private_key_jwt');
    const { clientId, privateKey, keyId } = around.server.clients.keyed;
    const signing = around.person({ clientKey: { key: privateKey } });
    const asserting = { clientId, tokenEndpointAuthMethod: 'private_key_jwt', clientKeyId: keyId } as const;
    const { record } = await signing.getNew(profile({ ...asserting, ...toTokenEndpoint }));
    assert.equal(record.tokenSet.scope, 'openid orders');
  });
});

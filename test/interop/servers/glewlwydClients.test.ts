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
});

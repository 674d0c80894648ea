import assert from 'node:assert/strict';
import { proves } from '../../support/serverTable';
import { glewlwyd } from '../../support/servers/glewlwyd';
import { useServer } from '../../support/servers/useServer';

describe('Glewlwyd', () => {
  const around = useServer(glewlwyd);
  const { profile, typing } = around;

  it('code and PKCE through its own login and consent pages', async () => {
    proves('glewlwyd', 'authorization_code', 'none', 'pkceS256', 'discovery', 'iss', 'idToken');
    const { record } = await around.harness.getNew(profile());
    assert.equal(record.account?.label, 'ada@example.com');
    assert.equal(record.tokenSet.scope, 'openid orders');
    assert.match((await around.harness.lastPage()).text, /close this tab/i);
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

  it('client_secret_basic and client credentials', async () => {
    proves('glewlwyd', 'client_credentials', 'client_secret_basic');
    const { clientId, clientSecret } = around.server.clients.service;
    const service = profile({ clientId, grantType: 'client_credentials', scope: 'orders' });
    const { record } = await typing(clientSecret).getNew(service);
    assert.equal(record.tokenSet.scope, 'orders');
  });

  it('refreshes with rotation', async () => {
    proves('glewlwyd', 'refresh', 'rotation');
    const { record } = await around.harness.getNew(profile());
    const renewed = (await around.harness.refresh(profile(), record.id)).record;
    assert.notEqual(renewed.tokenSet.accessToken, record.tokenSet.accessToken);
    assert.notEqual(renewed.tokenSet.refreshToken, record.tokenSet.refreshToken);
    assert.deepEqual(renewed.account, record.account);
  });

  it('a refresh token from elsewhere is pasted and renewed', async () => {
    proves('glewlwyd', 'refresh_token');
    const { record } = await around.harness.getNew(profile());
    const pasting = typing(record.tokenSet.refreshToken ?? '');
    const pasted = await pasting.getNew(profile({ grantType: 'refresh_token' }));
    assert.equal(pasted.record.tokenSet.scope, 'openid orders');
  });
});

import assert from 'node:assert/strict';
import { proves } from '../../support/serverTable';
import { glewlwyd } from '../../support/servers/glewlwyd';
import { useServer } from '../../support/servers/useServer';

describe('Glewlwyd, signing in', () => {
  const around = useServer(glewlwyd);
  const { profile, typing } = around;

  it('code and PKCE through its own login and consent pages', async () => {
    proves('glewlwyd', 'authorization_code', 'none', 'pkceS256', 'discovery', 'iss', 'idToken');
    const { record } = await around.harness.getNew(profile());
    assert.equal(record.account?.label, 'ada@example.com');
    assert.equal(record.tokenSet.scope, 'openid orders');
    assert.match((await around.harness.lastPage()).text, /close this tab/i);
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

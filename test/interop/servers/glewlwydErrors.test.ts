import assert from 'node:assert/strict';
import { glewlwyd } from '../../support/servers/glewlwyd';
import { useServer } from '../../support/servers/useServer';

describe('Glewlwyd, its own kind of errors', () => {
  const around = useServer(glewlwyd);
  const { profile, typing } = around;

  it('a refresh token that was used gets an empty 400: sign in again; the newest is dead, too', async () => {
    const { record } = await around.harness.getNew(profile());
    const renewed = (await around.harness.refresh(profile(), record.id)).record;
    for (const dead of [record, renewed]) {
      await around.harness.store.put(dead);
      const error = await around.harness.failure(around.harness.refresh(profile(), record.id));
      assert.match(error.message, /status 400, an empty body/);
      assert.match(
        error.hint ?? '',
        /most likely the refresh token has expired or was used already.*Sign in again/,
      );
      assert.equal(error.remedy, 'get_new_token');
      assert.deepEqual(await around.harness.store.get(record.id), dead, 'nothing is deleted');
    }
  });

  it('a wrong secret gets an empty 403: set it anew', async () => {
    const { clientId } = around.server.clients.service;
    const wrong = typing('not-the-secret');
    const service = profile({ clientId, grantType: 'client_credentials', scope: 'orders' });
    const error = await wrong.failure(wrong.getNew(service));
    assert.match(error.message, /status 403, an empty body/);
    assert.match(error.hint ?? '', /the client’s secret is wrong/);
    assert.equal(error.remedy, 'set_client_secret');
  });

  it('a secret that is encoded, as RFC 6749 has it, gets unauthorized_client: the raw way is named', async () => {
    const { clientId, clientSecret } = around.server.clients.webAppBasic;
    const encoding = typing(clientSecret);
    const encoded = profile({ clientId, tokenEndpointAuthMethod: 'client_secret_basic' });
    const error = await encoding.failure(encoding.getNew(encoded));
    assert.equal(error.server?.error, 'unauthorized_client');
    assert.match(error.hint ?? '', /client_secret_basic_raw/);
    assert.equal(error.otherRemedy, 'switch_client_authentication');
  });

  it('an assertion for its issuer gets an empty 403: the audience is named', async () => {
    const { clientId, clientSecret } = around.server.clients.secretJwt;
    const signing = typing(clientSecret);
    const error = await signing.failure(
      signing.getNew(
        profile({
          clientId,
          grantType: 'client_credentials',
          scope: 'orders',
          tokenEndpointAuthMethod: 'client_secret_jwt',
        }),
      ),
    );
    assert.match(error.message, /status 403, an empty body/);
    assert.match(error.hint ?? '', /write "clientAssertionAudience": "token_endpoint"/);
  });

  it('a scope that the app may not have gets scope_invalid, which is no word of RFC 6749', async () => {
    const { clientId, clientSecret } = around.server.clients.service;
    const asking = typing(clientSecret);
    const greedy = profile({ clientId, grantType: 'client_credentials', scope: 'bills' });
    const error = await asking.failure(asking.getNew(greedy));
    assert.equal(error.server?.error, 'scope_invalid');
    assert.match(error.hint ?? '', /does not know a scope of the profile/);
  });
});

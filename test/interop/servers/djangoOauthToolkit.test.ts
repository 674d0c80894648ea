import assert from 'node:assert/strict';
import { profileOf } from '../../support/harness';
import { proves } from '../../support/serverTable';
import { djangoOauthToolkit } from '../../support/servers/djangoOauthToolkit';
import { signIn } from '../../support/servers/djangoOauthToolkit/pages';
import { useServer } from '../../support/servers/useServer';

describe('Django OAuth Toolkit', () => {
  const around = useServer(djangoOauthToolkit);
  const { profile, typing } = around;

  it('code and PKCE through its own login and consent pages, endpoints by hand', async () => {
    proves('djangoOauthToolkit', 'authorization_code', 'none', 'pkceS256', 'idToken');
    const { record } = await around.harness.getNew(profile());
    assert.equal(record.tokenSet.scope, 'openid read');
    assert.ok(record.account?.subject);
    assert.match((await around.harness.lastPage()).text, /close this tab/i);
  });

  it('a No on the consent page ends the sign-in in the server’s words', async () => {
    const denying = around.person({}, signIn(around.server.person, { deny: true }));
    const error = await denying.failure(denying.getNew(profile()));
    assert.equal(error.code, 'authorization_refused');
    assert.equal(error.server?.error, 'access_denied');
  });

  it('C6: its metadata are behind a redirect to a final slash: the error names where it leads', async () => {
    const discovering = profileOf({ issuer: around.server.issuer, clientId: 'app', scope: 'openid' });
    const error = await around.harness.failure(around.harness.getNew(discovering));
    assert.equal(error.code, 'discovery_failed');
    assert.ok(
      error.message.includes(`a redirect (301) to ${around.server.issuer}/.well-known/openid-configuration/`),
      error.message,
    );
    assert.match(error.hint ?? '', /write authorizationEndpoint and tokenEndpoint/);
  });

  it('I4: a token endpoint without its final slash is a 301, not followed with a POST turned into a GET', async () => {
    const slashless = profile({ tokenEndpoint: `${around.server.issuer}/token` });
    const error = await around.harness.failure(around.harness.getNew(slashless));
    assert.match(
      error.message,
      /a redirect \(301\) to http:\/\/127\.0\.0\.1:\d+\/o\/token\/, which is not followed/,
    );
    assert.match(error.hint ?? '', /write it as tokenEndpoint/);
  });

  for (const method of ['client_secret_basic', 'client_secret_post'] as const) {
    it(`${method}, with a secret full of what needs encoding`, async () => {
      proves('djangoOauthToolkit', method);
      const { clientId, clientSecret } = around.server.clients.webApp;
      const { record } = await typing(clientSecret).getNew(
        profile({ clientId, tokenEndpointAuthMethod: method }),
      );
      assert.equal(record.tokenSet.scope, 'openid read');
    });
  }

  it('client credentials', async () => {
    proves('djangoOauthToolkit', 'client_credentials');
    const { clientId, clientSecret } = around.server.clients.service;
    const service = profile({ clientId, grantType: 'client_credentials', scope: 'read' });
    const { record } = await typing(clientSecret).getNew(service);
    assert.equal(record.tokenSet.scope, 'read');
  });

  it('password', async () => {
    proves('djangoOauthToolkit', 'password');
    const { clients, person } = around.server;
    const { clientId, clientSecret } = clients.password;
    const answers: Record<string, string> = { Password: person.password, Client: clientSecret };
    const typing = around.person({ type: (title) => answers[title.split(' ')[0] ?? ''] });
    const { record } = await typing.getNew(
      profile({
        grantType: 'password',
        clientId,
        tokenEndpointAuthMethod: 'client_secret_basic',
        scope: 'read',
        username: person.username,
      }),
    );
    assert.equal(record.tokenSet.scope, 'read');
  });

  it('PKCE, plain', async () => {
    proves('djangoOauthToolkit', 'pkcePlain');
    assert.ok((await around.harness.getNew(profile({ codeChallengeMethod: 'plain' }))).record.account);
  });

  it('implicit', async () => {
    proves('djangoOauthToolkit', 'implicit');
    const { clientId } = around.server.clients.page;
    const implicit = profile({ clientId, grantType: 'implicit', responseType: 'id_token token' });
    const { record } = await around.harness.getNew(implicit);
    assert.equal(record.tokenSet.scope, 'openid read');
    assert.ok(record.account);
  });

  it('hybrid', async () => {
    proves('djangoOauthToolkit', 'hybrid');
    const { clientId, clientSecret } = around.server.clients.hybrid;
    const hybrid = profile({
      clientId,
      grantType: 'hybrid',
      responseType: 'code id_token',
      tokenEndpointAuthMethod: 'client_secret_post',
    });
    const { record } = await typing(clientSecret).getNew(hybrid);
    assert.ok(record.account);
    assert.ok(record.tokenSet.refreshToken);
  });

  it('a wrong secret is explained', async () => {
    const { clientId } = around.server.clients.service;
    const wrong = typing('not-the-secret');
    const service = profile({ clientId, grantType: 'client_credentials', scope: 'read' });
    const error = await wrong.failure(wrong.getNew(service));
    assert.equal(error.server?.error, 'invalid_client');
    assert.match(error.hint ?? '', /client id or secret is wrong/);
    assert.equal(error.remedy, 'set_client_secret');
  });

  it('refreshes with rotation; the ID token, which it does not repeat, stays; a used one says to sign in again', async () => {
    proves('djangoOauthToolkit', 'refresh', 'rotation');
    const { record } = await around.harness.getNew(profile());
    const renewed = (await around.harness.refresh(profile(), record.id)).record;
    assert.notEqual(renewed.tokenSet.accessToken, record.tokenSet.accessToken);
    assert.notEqual(renewed.tokenSet.refreshToken, record.tokenSet.refreshToken);
    assert.equal(renewed.tokenSet.idToken, record.tokenSet.idToken);
    assert.deepEqual(renewed.account, record.account);
    await around.harness.store.put(record);
    const error = await around.harness.failure(around.harness.refresh(profile(), record.id));
    assert.equal(error.server?.error, 'invalid_grant');
    assert.equal(error.remedy, 'get_new_token');
  });

  it('a refresh token from elsewhere is pasted and renewed', async () => {
    proves('djangoOauthToolkit', 'refresh_token');
    const { record } = await around.harness.getNew(profile());
    const pasting = typing(record.tokenSet.refreshToken ?? '');
    const pasted = await pasting.getNew(profile({ grantType: 'refresh_token' }));
    assert.equal(pasted.record.tokenSet.scope, 'openid read');
  });

  it('B5, B31: its 500 in HTML, for an app without a signing algorithm, is described, not shown', async () => {
    const unsigned = profile({ clientId: around.server.clients.unsigned.clientId });
    const error = await around.harness.failure(around.harness.getNew(unsigned));
    assert.equal(error.code, 'token_response_invalid');
    assert.match(error.message, /status 500, text\/html, \d+ characters, titled “Server Error/);
    assert.match(error.hint ?? '', /server is in trouble/);
  });
});
